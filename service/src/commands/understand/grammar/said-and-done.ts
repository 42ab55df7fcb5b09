/** What reps say that they did, in groups of words for the phrasings of calls, messages and meetings. */

/** Who, and how lately. */
export const WHO_DID = '[i|we] [have] [just|finally|also]';

const GOOD = '[quick|short|long|great|good|nice|brief|very good|productive|first|second|initial|follow up]';

/** Speaking on the telephone, before whom. */
export const CALLED = `called|called up|phoned|rang|rang up|reached|got hold of|spoke with|spoke to|spoken to|spoken with|talked to|talked with|chatted with|chatted to|caught up with|connected with|touched base with|checked in with|followed up with|had a word with|got a call from|received a call from|got a call back from|got off the phone with|got off a call with|got off (a|the|my) [quick|short|long] (zoom|video call|zoom call|teams call|conference call|phone) [call] with|got off the call with|came off a call with|came off the phone with|finished (a|my|the) call with|hung up with|was on the phone with|been on the phone with|been on a call with|was on a call with|had [a|an|my|our|another] ${GOOD} (call|phone call|chat|conversation|discussion|talk) with`;

/** Writing, before to whom. */
export const WROTE =
  'emailed|e mailed|wrote to|mailed|sent [a|an] [follow up|quick|short] (email|mail|e mail) to|replied to|responded to|got an email from|received an email from|got a reply from|received a reply from';

/** Meeting, before whom. */
export const MET = `met|met with|met up with|sat down with|visited|presented to|saw|got out of a meeting with|came out of a meeting with|demoed [the|our] [product|platform|software|solution|app] (to|for)|(gave|did|ran|held|had) [a|the|our] ${GOOD} [product] (demo|presentation) (to|for|with)|(had|did) [a|an|our] ${GOOD} (lunch|coffee|dinner|breakfast|meeting|drinks|site visit|workshop|review|qbr|kickoff|kick off|sync|catch up|video call|zoom call|teams call|onsite|session) with`;

/** Coming from a visit, before whom. */
export const LEFT =
  'left|came from|came back from|got back from|got out of|walked out of|come from|come back from';

/** Nobody was reached. */
export const TRIED =
  'tried|tried to call|tried to reach|tried calling|tried reaching|tried phoning|tried ringing|attempted to call|attempted to reach|could not reach|can not reach|did not reach|could not get hold of|did not get hold of|missed|called but missed|got no answer from|got voicemail when i called|got the voicemail of';
