/** Words of which every job title has one. */
const JOBS = new Set(
  (
    'ceo cfo cto cio coo cmo ciso cro cpo chro vp svp evp avp md director manager head president vice chairman chairwoman ' +
    'chair founder cofounder owner engineer buyer lead chief officer partner consultant analyst architect administrator ' +
    'coordinator specialist controller principal dean professor doctor nurse assistant executive supervisor treasurer ' +
    'secretary accountant planner technician developer designer strategist associate superintendent'
  ).split(' '),
);

/** What people in a company are named by when no job is said. */
const DEPARTMENTS = new Set(
  (
    'purchasing procurement legal finance sales marketing operations hr it engineering logistics support accounting research production ' +
    'facilities maintenance quality security planning controlling development design training service'
  ).split(' '),
);

export function isDepartment(phrase: string): boolean {
  return DEPARTMENTS.has(phrase);
}

/** With these the words are about a place or a role in a deal, not a job alone. */
const BESIDE_A_JOB = new Set(
  'on at in with from by as sponsor is was not now be should must will can may needs joined started became moved works worked called met left who'.split(
    ' ',
  ),
);

/** "A dead lead" is a record and how it stands. */
const LEAD =
  /^((a|an|the|my|our|his|her|this|that|one|no|very|really) )*((dead|hot|cold|warm|good|bad|great|strong|weak|junk|spam|fake|lost|new|old|stale|promising|qualified|unqualified|duplicate|solid|decent|real|cool|lukewarm|dormant|lost|\w+ed) )+lead$|^((a|an|the|my|our|his|her|this|that) )?lead$/;

/** Whether one of the words is a job: "editor in chief". */
export function holdsJob(phrase: string): boolean {
  return phrase.split(' ').some((word) => JOBS.has(word));
}

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
