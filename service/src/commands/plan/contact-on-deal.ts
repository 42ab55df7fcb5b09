import { recordsFor } from '../resolve/records.ts';
import type { Session } from '../resolve/session.ts';
import { likeWords } from '../resolve/soql.ts';
import { nearestValues } from '../understand/picklists.ts';
import type { Intent, Property, Target } from '../understand/intents.ts';
import { fieldOf } from '../understand/schema.ts';
import { accountsNamed } from './parties.ts';

type Party = Property & { kind: 'party' };

/**
 * "Add a new contact Jo Falk as an influencer to the Halcyon deal": a person of the deal's account, and a role in the deal. Undefined where the
 * new contact is of no deal.
 */
export async function contactOnDeal(
  session: Session,
  intent: Intent & { kind: 'create' },
): Promise<Intent[] | undefined> {
  const role = session.vocabulary.objects.get('OpportunityContactRole');
  const parties = intent.properties.filter((p): p is Party => p.kind === 'party');
  const [party, other] = parties;
  if (intent.object !== 'Contact' || intent.name === undefined || !role || !party || other) return undefined;
  const deal = await dealOf(session, party);
  if (!deal) return undefined;
  const title = intent.properties.find((p) => p.kind === 'title')?.text;
  const field = fieldOf(role, 'Role');
  const isRole =
    title !== undefined && field && nearestValues(field, title, session.vocabulary.synonyms).length > 0;
  const person: Target = { ...deal, text: intent.name, objects: ['Contact'], names: [intent.name] };
  const ofAccount: Property = { kind: 'party', preposition: 'of', text: '', object: 'Account' };
  const properties = intent.properties.filter((p) => p !== party && !(isRole && p.kind === 'title'));
  return [
    { kind: 'topic', target: deal, must: true },
    { ...intent, properties: [...properties, ofAccount] },
    {
      kind: 'role',
      person,
      deal,
      ...(isRole ? { role: { text: title, phrase: title.toLowerCase(), quoted: false } } : {}),
    },
  ];
}

/** The deal that is called so and no account is, or that was said to be a deal. */
async function dealOf(session: Session, { text, object }: Party): Promise<Target | undefined> {
  if (object !== undefined && object !== 'Opportunity') return undefined;
  if (text === '' || !session.vocabulary.objects.has('Opportunity')) return undefined;
  const deal: Target = { text, kind: 'named', objects: ['Opportunity'], names: [text], conditions: [] };
  if (object === 'Opportunity') return deal;
  if (likeWords(text) === undefined || (await accountsNamed(session, text)).length > 0) return undefined;
  const found = await recordsFor(session, deal, {
    objects: ['Opportunity'],
    fields: [],
    write: false,
    optional: true,
  });
  return found && found.rows.length > 0 ? deal : undefined;
}
