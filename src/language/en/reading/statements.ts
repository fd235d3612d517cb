import type { StatementReading } from '../../reading.ts';

const when =
  'today|yesterday(?: morning| afternoon| evening)?|(?:the )?day before yesterday|last night|last week|(?:on |last ){0,2}(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:\\d{1,3}|an?|a few|a couple of) (?:day|week|month)s? ago|on \\d{1,2}(?:st|nd|rd|th)? \\p{L}{3,9}';
const start = `^(?:(?:ok|okay|hi|hello|please|pls|just|well|yes|so|anyway|${when}|earlier|this (?:morning|afternoon|week)|fyi)[, ]+){0,3}`;
const who = `(?:(?:i|we)(?:'ve| have| had|'d)? )?(?:(?:just|finally|already|also|now|${when}) ){0,2}`;
/** The customer, who does it. */
const they =
  '^(?:(?:today|yesterday|just now),? )?(?<lead>(?:customer |client )?[^ ,]{1,40}(?: [^ ,]{1,40})? )(?:has |just ){0,2}';
const noted =
  "(?:log|record|note(?: down)?|register|add|enter|save|write(?: down)?|put down|jot down|mark down)(?: that| it| down| for me)?(?: (?:i|we|a|an|my|our|the|this|today|today's|just|have|had|short|brief|quick)){0,4} ";
const them = '(?: \\S{1,40}){1,3}';

/** Told by somebody who did it, as by “I called”, and as something to be noted, as by “log a call with”. */
const ways = (did: string, thing: string): RegExp[] => [
  new RegExp(`${start}${who}(?:${did})\\b`, 'iu'),
  new RegExp(`${start}${noted}(?:${did}|${thing})\\b(?: (?:with|to|from|at|for)\\b)?`, 'iu'),
];

export const statements: StatementReading = {
  told: {
    called: ways(
      'called(?: up)?|phoned|rang|did (?:ring|call|phone|speak (?:to|with)|talk (?:to|with))|was (?:calling|ringing|phoning)|just got off the phone with|telephoned|spoke (?:to|with)|spoken (?:to|with)|talked (?:to|with)|got hold of|reached|had (?:a|another|a short|a quick|a long) (?:call|chat|phone call) with|(?:was|got) on the phone with',
      '(?:phone )?calls?|phone conversation|chat',
    ),
    calledMe: [
      new RegExp(
        `${they}(?:called|phoned|rang|telephoned)(?: (?:me|us|in|back|the branch))\\b`,
        'i',
      ),
    ],
    met: ways(
      'met(?: up)?(?: with)?|did (?:meet|see)|was meeting|saw|had (?:a|another|a short|a long|a good) (?:meeting|coffee|lunch) with|had (?:coffee|lunch|breakfast|dinner) with|sat down with',
      'meetings?|lunch|coffee',
    ),
    emailed: [
      ...ways(
        'e-?mailed|wrote (?:to|an e-?mail to)|sent an? (?:e-?mail|mail|letter) to|mailed',
        'e-?mails?|mail',
      ),
      new RegExp(`${start}${who}(?:sent)(?=${them} an? (?:e-?mail|mail)\\b)`, 'iu'),
    ],
    emailedMe: [
      new RegExp(
        `${they}(?:(?:e-?mailed|wrote)(?: to)? (?:me|us|back|the branch)|sent (?:me|us) an? (?:e-?mail|mail|letter))\\b`,
        'i',
      ),
    ],
    visited: ways('visited|dropped (?:in on|by)|went to see|stopped by', 'visits?|site visit'),
    visitedMe: [
      new RegExp(
        `${they}(?:came (?:in|by|to see (?:me|us)|to the branch)|visited (?:me|us|the branch)|dropped (?:in|by))\\b`,
        'i',
      ),
    ],
    notAtRisk: [
      /\b(?:is|are|was)(?:n't| not)(?: really| actually| at all| in fact)?(?: (?:an?|at|any|going to|about to|planning to))? (?:at risk|risk|churn risk|flight risk|leaving|leave|going anywhere|churning|in danger)\b/i,
      /\b(?:will not|won't|is never going to|has no intention (?:of|to)) (?:leave|leaving|churn|go anywhere)\b/i,
      /\b(?:mark|flag|set|treat|count|list)(?= .{1,60} (?:as )?(?:not at risk|safe|no risk|a false alarm))/i,
      /\bfalse alarm(?: (?:on|about|for|with))?\b/i,
    ],
    requested: [
      /^(?:please )?(?:open|create|file|log|record|note|register|add|enter|take down|put down|raise)(?: (?:an?|the|this|one more|another))?(?: (?:new|service|customer)){0,2} (?:requests?|ticket)\b(?: (?:from|for|of|by))?/i,
      /^(?:a |new |service )*request (?:from|of|by)\b/i,
      /^(?<lead>(?:customer |client )?[^ ,]{1,40}(?: [^ ,]{1,40})? )(?:asks|asked|has asked|is asking) (?:us )?for\b/i,
      /^(?<lead>(?:customer |client )?[^ ,]{1,40}(?: [^ ,]{1,40})? )(?:requests|requested|has requested)\b/i,
    ],
  },
  asks: /[?]$|^(?:who|whom|what|when|where|why|how|which|did|do|does|have|has|should|shall|can|could|would|will|is|are|was|were)\b/i,
  noteBegins:
    /[,;:!] ?|(?<!\b(?:mr|mrs|ms|dr|no))\. | [–—-] | (?=(?:and|but) (?:they|he|she|we|it|there)\b)| (?=(?:about|regarding|because|since|who|as they|re|on the subject of)\b)| (?=to (?:discuss|arrange|ask|tell|agree|offer|invite|explain|congratulate)\b)/i,
  followUp:
    /(?:[,;.] ?| |^)(?:(?:and|so|please|i'll|we'll|will|i will|to) ){0,2}(?:follow[- ]?up|remind me|call (?:them |him |her )?back|call (?:them|him|her)? ?again|get back to (?:them|him|her|me)|check (?:back|in|again)|ring (?:them |him |her )?back|try again|meet again|(?:i|we)(?: have|'ve)? promised)\b[^,;]{0,60}$/i,
  furtherWork: /follow|remind|call|back|check|try|meet|promised/i,
  promised: /promised/i,
  speaksOfFollowUp:
    /\bfollow(?:ing)?[- ]?ups?\b|\bremind me\b|\b(?:i|we)(?: have|'ve)? promised\b/i,
  deadline: { opens: /^(?:by|before|until|till|due|on)\b/i, behind: /^[.! ]*$/ },
  reminding:
    /\b(?:remind(?: me)? (?:to|of|about|that)|remind me|reminder|follow[- ]?ups?|snooze|postpone|put off|put .{1,40} off|push (?:back|out)|push .{1,40} (?:back|out|to)|defer|delay|get back to|come back to|leave .{1,40} (?:until|till)|(?:call|ring|phone|contact|visit|e-?mail|meet)(?= .{1,60}\b(?:tomorrow|on|next|in|by)\b)|deal with)\b/i,
  recurring:
    /\b(?:every|each|daily|weekly|monthly|weekdays?|week days|working days?|digests?|list|alerts?|who)\b|\bat (?:\d|noon|half)/i,
  about:
    /\b(?:remind|reminder|call|ring|phone|contact|visit|e-?mail|meet|follow[- ]?up)\b.{1,80}? (?:about|regarding|re|to discuss|to talk about|to ask about) |: /i,
};
