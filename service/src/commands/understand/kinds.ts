/** Words for kinds of activity; `{kind:callkind}` in a pattern finds one of them. */
const CALL =
  'call|phone call|conversation|phone conversation|voicemail|voice mail|chat|discovery call|intro call|sales call|demo call|check in call|follow up call|discussion|quick call';
const MEETING =
  'meeting|event for meeting|event for a meeting|demo|lunch|dinner|coffee|breakfast|workshop|session|visit|onsite|on site|site visit|review|qbr|sync|catch up|kickoff|kick off|appointment|presentation|walkthrough|check in|event|video call|zoom|zoom call|teams call|conference call|call|deep dive|demo call|discovery call|calendar event|follow up meeting|planning session|strategy session|intro meeting|product demo|quick call|follow up call|phone call|intro call|standup|stand up|interview|training';
const TO_DO =
  'task|to do|todo|follow up|followup|follow up task|reminder|action item|call task|email task|to do item|follow up reminder|task reminder|next follow up|next task|reminder task|follow up to do';

const split = (words: string) =>
  words
    .split('|')
    .map((w) => w.split(' '))
    .sort((a, b) => b.length - a.length);

/** What is written to somebody and is no e-mail. */
const MESSAGE =
  'linkedin message|text message|text|sms|whatsapp|whatsapp message|slack message|teams message|dm|direct message|message';

export const KINDS: Readonly<Record<string, string[][]>> = {
  messagekind: split(MESSAGE),
  callkind: split(CALL),
  meetkind: split(MEETING),
  todokind: split(TO_DO),
};
