import type { SegmentReading } from '../../reading.ts';

const kinds = 'segments?|groups?|clusters?';

export const segments: SegmentReading = {
  asked: [
    new RegExp(
      `^(?:(?:please|can you|could you) )*(?:tell me (?:more |something )?about|(?:i want to )?know (?:more )?about|more about|describe|explain|introduce|who are|what are|how are|(?:show me |give me )?(?:the )?(?:details|profile|portrait) of|what (?:sets|makes|is special about)) (?:the |our |all the )?(?:(?:${kinds}) )?(?<name>.+?)(?<said>(?: (?:${kinds}|customers?|clients?|people)){0,3})(?: (?:like|doing|apart|different))?$`,
      'i',
    ),
  ],
  explicit: new RegExp(`(?:^|\\s)(?:${kinds})$`, 'i'),
  generic:
    /\d|^the$|\b(?:this|that|these|those|which|each|every|all|any|my|your|customers?|clients?|branch|model|bank|different|kinds?|types?|in|at)\b/i,
  people:
    /\b(?:the|our) (?:[a-z-]+ ){0,3}?(?!(?:numb|oth|matt|answ|lett|ord|off|us|manag|custom)ers\b)[a-z-]{2,}(?:(?:[bcdfghklmnprtvw]er|tor|ist|tiree)s|famil(?:ies)|students|seniors|households)$/i,
  within:
    /\b(?:in|of|from|among|within|for) (?:the |our )?(?<name>[\p{Script=Latin}][\p{Script=Latin}, -]{1,38}?) (?:segment|cluster)\b/iu,
};
