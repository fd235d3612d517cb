import { type Activity, ActivityTypes, type Attachment } from 'botbuilder';
import { z } from 'zod';
import type { ExportFile } from '../../conversation/export/exported.ts';
import { teamsLimits } from './limits.ts';

const consentCard = 'application/vnd.microsoft.teams.card.file.consent';
const infoCard = 'application/vnd.microsoft.teams.card.file.info';

/** The invoke by which Teams tells whether somebody takes a file that they were offered. */
export const consentInvoke = 'fileConsent/invoke';

/** What a consent card holds, for the time when it is answered: the question, and nothing of its answer. */
const asked = z.object({ text: z.string().min(1) });

const answered = z.discriminatedUnion('action', [
  z.object({ action: z.literal('decline') }),
  z.object({
    action: z.literal('accept'),
    context: asked,
    uploadInfo: z.object({
      name: z.string(),
      uploadUrl: z.url(),
      contentUrl: z.url(),
      uniqueId: z.string(),
      fileType: z.string(),
    }),
  }),
]);

/** How somebody answered the offer of a file. */
export type Consent = z.infer<typeof answered>;
type UploadInfo = Extract<Consent, { action: 'accept' }>['uploadInfo'];

/** Reads the answer to an offer; undefined for anything else. */
export const consentIn = ({ value }: Activity): Consent | undefined =>
  answered.safeParse(value).data;

const message = (attachment: Attachment): Partial<Activity> => ({
  type: ActivityTypes.Message,
  attachments: [attachment],
});

/**
 * Offers a file: once it is accepted, Teams names a place in the person's own OneDrive for it. Only a personal chat takes
 * such an offer.
 * @param text the question that gives the file, asked again when it is accepted
 */
export const offerOf = (
  { name, content }: ExportFile,
  { text, description }: { text: string; description: string },
): Partial<Activity> =>
  message({
    contentType: consentCard,
    name,
    content: {
      description,
      sizeInBytes: content.byteLength,
      acceptContext: { text },
      declineContext: {},
    },
  });

/** Shows a file that was uploaded. */
export const uploadedFile = ({ name, contentUrl, uniqueId, fileType }: UploadInfo) =>
  message({ contentType: infoCard, contentUrl, name, content: { uniqueId, fileType } });

/** Where files of Teams are: SharePoint, in Microsoft's clouds. */
const sharePoint = /\.sharepoint(?:-mil)?\.(?:com|us|cn)$/;
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+)$/;

/**
 * Uploads a file to the place that Teams named.
 * @param authenticated whether requests carry tokens of the Bot Framework; otherwise this machine may be named, too
 * @throws where the place is none of Microsoft's, or does not take the file
 */
export async function uploadTo(
  { uploadUrl }: UploadInfo,
  { content }: ExportFile,
  authenticated: boolean,
): Promise<void> {
  const { protocol, hostname } = new URL(uploadUrl);
  const known =
    (protocol === 'https:' && sharePoint.test(hostname)) ||
    (!authenticated && loopback.test(hostname));
  if (!known) throw new Error('Teams named a place for a file that is not in SharePoint.');
  const last = content.byteLength - 1;
  const response = await fetch(uploadUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes 0-${last}/${content.byteLength}`,
    },
    body: Buffer.from(content),
    redirect: 'error',
    signal: AbortSignal.timeout(teamsLimits.uploadPatience),
  });
  if (!response.ok) throw new Error(`SharePoint did not take a file: status ${response.status}.`);
}
