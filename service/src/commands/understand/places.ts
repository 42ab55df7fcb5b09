import { wordsOf } from './tokens.ts';

const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const STATES =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming';

/** How records spell a place, by the kind of field. */
export interface Place {
  country?: readonly string[];
  state?: readonly string[];
}

const USA = ['United States', 'USA', 'US', 'United States of America'];
const UK = ['United Kingdom', 'UK', 'GB', 'Great Britain'];

const PLACES = places();

function places(): ReadonlyMap<string, Place> {
  const known = new Map<string, Place>();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const a of letters)
    for (const b of letters) {
      const name = REGIONS.of(a + b);
      if (name) known.set(wordsOf(name), { country: [name, a + b] });
    }
  for (const name of ['usa', 'us', 'united states', 'america']) known.set(name, { country: USA });
  for (const name of ['uk', 'united kingdom', 'great britain']) known.set(name, { country: UK });
  for (const line of STATES.split(',')) {
    const name = line.slice(3);
    known.set(wordsOf(name), { ...known.get(wordsOf(name)), state: [name, line.slice(0, 2)] });
  }
  return known;
}

const STATE_CODES: ReadonlySet<string> = new Set(STATES.split(',').map((line) => line.slice(0, 2)));

/**
 * What stands behind a city: "Bergen, Norway", "Seattle, WA". A code that is also a country's ("DE" is Delaware and Germany) is a state
 * for those in America alone; elsewhere it is nothing, so that somebody asks.
 */
export function regionNamed(said: string, zone: string): 'Country' | 'State' | undefined {
  const place = placeNamed(said);
  if (place?.country) return place.state ? undefined : 'Country';
  if (place?.state) return 'State';
  if (!STATE_CODES.has(said)) return undefined;
  return REGIONS.of(said) === undefined || zone.startsWith('America/') ? 'State' : undefined;
}

/** A state of the US by its two letters: "TX". */
export function stateNamed(code: string): Place | undefined {
  const line = STATES.split(',').find((one) => one.slice(0, 2) === code);
  return line === undefined ? undefined : { state: [line.slice(3), code] };
}

/** A country or a state of the US; undefined for any other words. */
export function placeNamed(words: string): Place | undefined {
  const said = wordsOf(words);
  return PLACES.get(said) ?? PLACES.get(said.replace(/^state of | state$/, ''));
}
