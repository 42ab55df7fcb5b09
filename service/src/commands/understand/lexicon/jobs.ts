/** Words of which every job title has one. */
const JOBS = new Set(
  (
    'ceo cfo cto cio coo cmo ciso cro cpo chro vp svp evp avp md director manager head president vice chairman chairwoman ' +
    'chair founder cofounder owner engineer buyer lead chief officer partner consultant analyst architect administrator ' +
    'coordinator specialist controller principal dean professor doctor nurse assistant executive supervisor treasurer ' +
    'secretary accountant planner technician developer designer strategist associate superintendent'
  ).split(' '),
);

/** With these the words are about a place or a role in a deal, not a job alone. */
const BESIDE_A_JOB = new Set(
  'on at in with from by sponsor is was not now be should must will can may needs'.split(' '),
);

/** "A dead lead" is a record and how it stands. */
const LEAD =
  /^((a|an|the|my|our|his|her|this|that|one|no|very|really) )*((dead|hot|cold|warm|good|bad|great|strong|weak|junk|spam|fake|lost|new|old|stale|promising|qualified|unqualified|duplicate|solid|decent|real|cool|lukewarm|dormant|lost|\w+ed) )+lead$|^((a|an|the|my|our|his|her|this|that) )?lead$/;

/** "Head of IT", "chief of staff": words of letters, one of them a job. */
export function isJobTitle(phrase: string): boolean {
  const words = phrase.split(' ');
  return (
    words.length <= 6 &&
    !LEAD.test(phrase) &&
    words.some((word) => JOBS.has(word)) &&
    words.every((word) => /^\p{L}+$/u.test(word) && !BESIDE_A_JOB.has(word))
  );
}
