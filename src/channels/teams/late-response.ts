import type { Activity, InvokeResponse } from 'botbuilder';
import { consentInvoke } from './file-consent.ts';
import { isOfForm } from './forms.ts';
import { line } from './invoke-response.ts';
import { isOfSearch } from './search-extension.ts';

/**
 * Responds to an invoke whose turn is not done while Teams still waits, in the form that its kind takes.
 * @param text what whoever pressed, searched or filled in is told
 */
export function lateResponse(activity: Activity, text: string): InvokeResponse {
  if (activity.name === consentInvoke) return { status: 200 };
  if (isOfSearch(activity))
    return { status: 200, body: { composeExtension: { type: 'message', text } } };
  if (isOfForm(activity)) return { status: 200, body: { task: { type: 'message', value: text } } };
  return { status: 200, body: line(text) };
}
