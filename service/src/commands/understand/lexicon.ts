/**
 * The sales words that no describe knows. Keys are API names of standard objects and fields; an entry helps only in an org
 * that has the field, and every value still has to be one of the org's own. A new word is one entry here and one test.
 */

/** Nouns for standard objects, beside their labels. */
export const OBJECT_WORDS: Record<string, string[]> = {
  Opportunity: ['opportunity', 'deal', 'opp', 'oppty', 'opportunities', 'deals', 'opps', 'oppties'],
  Account: ['account', 'company', 'customer', 'client', 'accounts', 'companies', 'customers', 'clients', 'organization', 'organizations', 'organisation', 'organisations'],
  Contact: ['contact', 'contacts', 'person', 'people'],
  Lead: ['lead', 'leads', 'prospect', 'prospects'],
  Task: ['task', 'tasks', 'to do', 'to dos', 'todo', 'todos', 'reminder', 'reminders', 'follow up', 'follow ups', 'followup', 'followups', 'action item', 'action items', 'follow up task', 'follow up tasks', 'task item'],
  Event: ['event', 'events', 'meeting', 'meetings', 'appointment', 'appointments', 'calendar event', 'calendar events', 'calendar entry'],
  Case: ['case', 'cases', 'ticket', 'tickets', 'support case', 'support cases', 'support ticket', 'support tickets'],
  Campaign: ['campaign', 'campaigns'],
  User: ['user', 'users', 'rep', 'reps'],
  OpportunityContactRole: ['contact role', 'contact roles'],
  CampaignMember: ['campaign member', 'campaign members'],
};

/** Words for fields, by field API name; they count for every object that has the field. */
export const FIELD_WORDS: Record<string, string[]> = {
  StageName: ['stage', 'sales stage', 'status', 'deal stage', 'opportunity stage', 'opportunity status', 'pipeline stage', 'phase'],
  Status: ['status', 'stage', 'state'],
  CloseDate: ['close date', 'closing date', 'close', 'expected close', 'expected close date', 'estimated close date', 'target close date', 'due date', 'date'],
  Amount: ['amount', 'value', 'deal size', 'size', 'price', 'worth', 'deal value', 'estimated value', 'deal amount', 'total', 'dollar amount', 'opportunity amount'],
  Probability: ['probability', 'chance', 'likelihood', 'win probability', 'odds', 'confidence', 'win chance'],
  NextStep: ['next step', 'next steps'],
  ForecastCategoryName: ['forecast', 'forecast category', 'forecast status'],
  OwnerId: ['owner', 'account owner', 'lead owner', 'opportunity owner', 'case owner', 'contact owner', 'record owner', 'rep', 'account executive', 'sales rep', 'deal owner'],
  Phone: ['phone', 'phone number', 'number', 'telephone', 'telephone number', 'business phone', 'office phone', 'work phone', 'direct line', 'contact number', 'phone no'],
  MobilePhone: ['mobile', 'mobile phone', 'mobile number', 'cell', 'cell phone', 'cell number', 'cellphone', 'mobile phone number', 'cell phone number'],
  HomePhone: ['home phone', 'home number'],
  Fax: ['fax', 'fax number'],
  Email: ['email', 'e mail', 'email address', 'e mail address', 'mail address', 'mail'],
  Title: ['title', 'job title', 'position', 'job', 'job role'],
  Rating: ['rating', 'attitude', 'temperature'],
  Industry: ['industry', 'sector', 'vertical', 'industry type', 'space', 'branch'],
  Website: ['website', 'web site', 'site', 'url', 'web address', 'web page', 'webpage', 'homepage', 'domain'],
  AnnualRevenue: ['annual revenue', 'revenue', 'yearly revenue', 'turnover'],
  NumberOfEmployees: ['employees', 'number of employees', 'employee count', 'headcount', 'head count', 'company size', 'staff'],
  LeadSource: ['lead source', 'source'],
  Description: ['description', 'details'],
  ActivityDate: ['due date', 'due', 'date', 'deadline', 'due on', 'follow up date'],
  Subject: ['subject', 'subject line'],
  Priority: ['priority'],
  Origin: ['origin', 'case origin', 'channel'],
  Reason: ['reason', 'case reason', 'case reasoning', 'reasoning'],
  Type: ['type'],
  Location: ['location', 'place', 'room', 'venue'],
  DoNotCall: ['do not call', 'do not call flag', 'dnc'],
  HasOptedOutOfEmail: ['email opt out', 'opted out of email', 'opt out', 'do not email', 'opted out', 'no emails', 'unsubscribed'],
  HasOptedOutOfFax: ['fax opt out'],
  BudgetedCost: ['budget', 'budgeted cost', 'budgeted cost in campaign', 'budgeted costs'],
  ActualCost: ['actual cost', 'cost', 'actual costs'],
  ExpectedRevenue: ['expected revenue'],
  ExpectedResponse: ['expected response', 'expected response rate'],
  NumberSent: ['number sent', 'num sent'],
  StartDate: ['start date', 'starts', 'start', 'starting'],
  EndDate: ['end date', 'ends', 'end'],
  StartDateTime: ['start', 'start time', 'starts', 'time'],
  EndDateTime: ['end', 'end time', 'ends'],
  IsActive: ['active'],
  AccountId: ['account', 'company', 'account name', 'company name'],
  ContactId: ['contact', 'contact name'],
  ParentId: ['parent', 'parent account', 'parent company', 'parent campaign', 'parent case'],
  ReportsToId: ['manager', 'reports to', 'boss'],
  CampaignId: ['campaign', 'primary campaign source', 'campaign source'],
  WhoId: ['who', 'related contact'],
  WhatId: ['what', 'related to'],
  Company: ['company', 'company name', 'employer'],
  FirstName: ['first name', 'given name'],
  LastName: ['last name', 'surname', 'family name'],
  Salutation: ['salutation'],
  Department: ['department', 'team'],
  AssistantName: ['assistant', 'assistant name'],
  Role: ['role'],
  Birthdate: ['birthday', 'birthdate', 'date of birth'],
  TickerSymbol: ['ticker', 'ticker symbol'],
  MailingCity: ['city', 'mailing city', 'town'],
  MailingState: ['state', 'mailing state', 'province'],
  MailingCountry: ['country', 'mailing country'],
  MailingStreet: ['street', 'mailing street', 'address'],
  MailingPostalCode: ['zip', 'zip code', 'postal code', 'postcode', 'mailing zip'],
  BillingCity: ['city', 'billing city', 'town'],
  BillingState: ['state', 'billing state', 'province'],
  BillingCountry: ['country', 'billing country'],
  BillingStreet: ['street', 'billing street', 'address', 'billing address'],
  BillingPostalCode: ['zip', 'zip code', 'postal code', 'postcode', 'billing zip'],
  ShippingCity: ['shipping city'],
  ShippingState: ['shipping state'],
  ShippingCountry: ['shipping country'],
  City: ['city', 'town'],
  State: ['state', 'province'],
  Country: ['country'],
  Street: ['street', 'address'],
  PostalCode: ['zip', 'zip code', 'postal code', 'postcode'],
  CreatedDate: ['created', 'created date', 'creation date', 'age'],
  LastActivityDate: ['last activity', 'last activity date', 'last touch', 'last touched'],
  LastModifiedDate: ['last modified', 'last modified date', 'modified', 'last updated'],
  CaseNumber: ['case number', 'number'],
  IsPrimary: ['primary'],
};

/** Words that say a value without naming it: each tries the phrases in order among the values that the field really has. */
export const VALUE_WORDS: { says: string[]; means: string[]; fields?: string[] }[] = [
  { says: ['won', 'win', 'closed won', 'close won', 'closed as won', 'close as won', 'signed', 'closed and won'], means: ['closed won', 'won', 'gewonnen', 'geschlossen gewonnen', 'abgeschlossen gewonnen', 'gagne', 'gagnee', 'fermee gagnee', 'conclue', 'signed'], fields: ['StageName', 'Status', '*'] },
  { says: ['lost', 'lose', 'closed lost', 'close lost', 'closed as lost', 'close as lost', 'dead', 'closed and lost'], means: ['closed lost', 'lost', 'verloren', 'geschlossen verloren', 'abgeschlossen verloren', 'perdu', 'perdue', 'fermee perdue'], fields: ['StageName', '*'] },
  { says: ['negotiation', 'negotiating', 'negotiations', 'in negotiation', 'review'], means: ['negotiation', 'negotiation review', 'verhandlung', 'negociation'] },
  { says: ['proposal', 'quote', 'quoting', 'proposal sent', 'price quote'], means: ['proposal', 'proposal price quote', 'angebot', 'proposition'] },
  { says: ['decision makers', 'decision maker', 'id decision makers', 'identify decision makers', 'identifying decision makers', 'identified decision makers'], means: ['id decision makers', 'identify decision makers'], fields: ['StageName'] },
  { says: ['value prop'], means: ['value proposition'] },
  { says: ['qualified', 'qualify', 'qualifying', 'qualification'], means: ['qualification', 'qualified', 'qualifizierung', 'qualifiziert'] },
  { says: ['disqualified', 'unqualified', 'not qualified', 'closed not converted', 'not converted', 'disqualify', 'dead'], means: ['unqualified', 'disqualified', 'closed not converted', 'unqualifiziert', 'nicht qualifiziert'], fields: ['Status'] },
  { says: ['working', 'contacted', 'in contact', 'being worked', 'work'], means: ['working contacted', 'working', 'contacted', 'in progress', 'in bearbeitung', 'en cours'], fields: ['Status', '*'] },
  { says: ['not contacted', 'uncontacted', 'not yet contacted'], means: ['open not contacted', 'not contacted'], fields: ['Status'] },
  { says: ['done', 'complete', 'completed', 'finished', 'finish', 'closed', 'close', 'resolved', 'resolve', 'fixed', 'closed out'], means: ['completed', 'complete', 'done', 'closed', 'finished', 'resolved', 'solved', 'erledigt', 'abgeschlossen', 'geschlossen', 'beendet', 'termine', 'terminee', 'ferme', 'fermee'], fields: ['Status', '*'] },
  { says: ['started', 'start', 'in progress', 'ongoing', 'underway', 'begun', 'begin', 'in the works'], means: ['in progress', 'started', 'working', 'in bearbeitung', 'in arbeit', 'laufend', 'en cours'], fields: ['Status', '*'] },
  { says: ['not started', 'unstarted', 'not begun', 'open'], means: ['not started', 'open', 'nicht begonnen', 'offen', 'pas commence', 'non commence'], fields: ['Status', '*'] },
  { says: ['waiting', 'on hold', 'blocked', 'waiting on someone', 'pending'], means: ['waiting on someone else', 'on hold', 'waiting', 'pending', 'blocked', 'wartet', 'warten auf andere'], fields: ['Status', '*'] },
  { says: ['deferred', 'defer', 'postponed'], means: ['deferred', 'postponed', 'verschoben', 'zuruckgestellt'], fields: ['Status'] },
  { says: ['escalated', 'escalate'], means: ['escalated', 'eskaliert'], fields: ['Status', '*'] },
  { says: ['aborted', 'abort', 'cancelled', 'canceled', 'cancel'], means: ['aborted', 'cancelled', 'canceled', 'abgebrochen', 'storniert', 'annule'], fields: ['Status', '*'] },
  { says: ['urgent', 'critical', 'top', 'highest'], means: ['urgent', 'critical', 'high', 'hoch'], fields: ['Priority', '*'] },
  { says: ['normal', 'medium', 'standard', 'regular'], means: ['medium', 'normal', 'mittel', 'moyenne'], fields: ['Priority', '*'] },
  { says: ['high'], means: ['high', 'hoch', 'haute', 'eleve', 'elevee'] },
  { says: ['low'], means: ['low', 'niedrig', 'gering', 'basse', 'faible'] },
  { says: ['hot'], means: ['hot', 'heiss', 'chaud'] },
  { says: ['warm'], means: ['warm', 'tiede'] },
  { says: ['cold'], means: ['cold', 'kalt', 'froid'] },
  { says: ['tech', 'it', 'software', 'technology'], means: ['technology', 'information technology', 'technologie', 'informatik'], fields: ['Industry', '*'] },
  { says: ['pharma', 'biotech', 'life sciences'], means: ['biotechnology', 'pharmaceuticals'], fields: ['Industry'] },
  { says: ['health', 'medical', 'health care'], means: ['healthcare', 'gesundheitswesen', 'sante'], fields: ['Industry'] },
  { says: ['telecom', 'telco', 'telecoms'], means: ['telecommunications', 'telekommunikation'], fields: ['Industry'] },
  { says: ['financial', 'financial services', 'fintech'], means: ['finance', 'financial services', 'finanzen'], fields: ['Industry'] },
  { says: ['nonprofit', 'non profit', 'not for profit'], means: ['not for profit', 'non profit'], fields: ['Industry'] },
  { says: ['food', 'food and beverage', 'food beverage'], means: ['food beverage', 'food and beverage'], fields: ['Industry'] },
  { says: ['web', 'website', 'web form', 'online', 'internet', 'web sourced'], means: ['web', 'website', 'online'], fields: ['LeadSource', 'Origin', 'AccountSource'] },
  { says: ['referral', 'partner', 'partner referrals', 'referred by a partner'], means: ['partner referral', 'partner', 'referral', 'employee referral'], fields: ['LeadSource'] },
  { says: ['phone', 'call', 'phone call', 'telephone', 'phone inquiry', 'inbound call'], means: ['phone', 'phone inquiry', 'telefon'], fields: ['LeadSource', 'Origin'] },
  { says: ['purchased', 'bought list', 'list'], means: ['purchased list'], fields: ['LeadSource'] },
  { says: ['email', 'e mail', 'mail'], means: ['email', 'e mail'], fields: ['Origin', 'Type', 'TaskSubtype'] },
  { says: ['new business', 'new', 'new customer', 'new logo'], means: ['new customer', 'new business', 'new'], fields: ['Type', 'Status'] },
  { says: ['upgrade', 'upsell', 'expansion'], means: ['existing customer upgrade', 'upgrade', 'upsell', 'expansion'], fields: ['Type'] },
  { says: ['replacement'], means: ['existing customer replacement', 'replacement'], fields: ['Type'] },
  { says: ['downgrade'], means: ['existing customer downgrade', 'downgrade'], fields: ['Type'] },
  { says: ['reseller', 'channel partner'], means: ['channel partner reseller', 'reseller'], fields: ['Type'] },
  { says: ['planned', 'planning'], means: ['planned', 'geplant', 'planifie'], fields: ['Status', '*'] },
  { says: ['active'], means: ['active', 'in progress', 'aktiv', 'actif'], fields: ['Status', '*'] },
  { says: ['exec sponsor', 'sponsor'], means: ['executive sponsor', 'sponsor'], fields: ['Role'] },
  { says: ['champion'], means: ['champion', 'influencer'], fields: [] },
];

/** Verbs that are a value of the status field: "close the case", "escalate it". */
export const STATUS_VERBS: Record<string, string> = {
  close: 'closed', complete: 'completed', finish: 'completed', resolve: 'resolved', escalate: 'escalated', start: 'started', begin: 'started', defer: 'deferred',
  abort: 'aborted', disqualify: 'disqualified', reopen: 'open', win: 'won', lose: 'lost', pause: 'on hold',
};

/** Polite beginnings; they say nothing about what to do. */
export const OPENINGS = [
  'can you', 'could you', 'would you', 'will you', 'can we', 'could we', 'i want you to', 'i would like you to', 'i need you to', 'i want to', 'i would like to',
  'i need to', 'we need to', 'let us', 'go ahead and', 'make sure to', 'make sure you', 'help me to', 'help me', 'feel free to', 'do not forget to', 'be sure to',
  'would you mind', 'i would appreciate it if you', 'your task is to', 'you should', 'we should', 'we have to', 'i have to', 'i gotta', 'gotta', 'i wanna', 'wanna',
  'hey sayso', 'hi sayso', 'sayso', 'ok sayso', 'quick one', 'quick update', 'one more thing', 'also', 'then', 'next', 'and', 'so', 'now', 'first', 'finally', 'afterwards',
  'afterward', 'after that', 'lastly', 'second', 'secondly', 'plus', 'alright', 'all right', 'okay', 'ok', 'well', 'hey', 'hi', 'hello', 'please', 'kindly', 'just', 'yeah', 'yes', 'right',
  'listen', 'look', 'i think', 'i guess', 'real quick', 'quickly', 'go and', 'try to', 'you can', 'you could', 'if you could', 'if possible', 'when you get a chance',
  'when you have a minute', 'for me', 'thanks', 'actually', 'to do so', 'also please', 'in salesforce', 'in the crm', 'in crm', 'to start', 'as well as', 'you need to', 'i just wanted to', 'oh',
  'could you please', 'can you please', 'would you please', 'and also', 'and then', 'but', 'update', 'fyi', 'heads up', 'good morning', 'good afternoon', 'good evening', 'dear team', 'hi there', 'hello there', 'hey there', 'hi team',
];

/** Said anywhere, meaning nothing. */
export const FILLERS = [
  'um', 'uh', 'umm', 'uhm', 'uhh', 'er', 'erm', 'hmm', 'hm', 'ah', 'please', 'kindly', 'you know', 'i mean like', 'sort of', 'kind of', 'basically', 'lol', 'haha', 'pls', 'plz',
];

/** Said at the end, meaning nothing. */
export const CLOSINGS = [
  'in the crm', 'in our crm', 'in crm', 'in my crm', 'in salesforce', 'in our salesforce', 'in my salesforce', 'in sfdc', 'from the crm', 'from crm', 'from salesforce', 'from our salesforce', 'to the crm', 'to salesforce',
  'to my salesforce', 'to our salesforce', 'to my crm', 'to our crm', 'in the system', 'from the system', 'to the system', 'for me', 'right away', 'asap', 'right now', 'now', 'thanks', 'thank you', 'please', 'thanks a lot', 'thank you very much', 'cheers', 'thx', 'using bulk operations', 'in bulk',
  'as soon as possible', 'immediately', 'if you can', 'if possible', 'when you can', 'when you get a chance', 'would you', 'will you', 'could you', 'can you', 'okay', 'ok', 'too', 'as well', 'then', 'at once', 'accordingly', 'and that is it', 'that is all', 'that is it', 'and save it', 'save it', 'and save',
  'on salesforce', 'into salesforce', 'into the crm', 'within salesforce', 'in there', 'over there', 'yet', 'instead', 'with salesforce', 'many thanks', 'much appreciated',
];

export const PRONOUNS = new Set(['it', 'this', 'that', 'them', 'these', 'those', 'him', 'her', 'they', 'he', 'she', 'both of them', 'all of them', 'this one', 'that one']);

export const DETERMINERS = new Set(['the', 'a', 'an']);

/** Words that a record name does not start or end with, and that make a longer span unlikely to be a name. */
export const FUNCTION_WORDS = new Set([
  'to', 'as', 'is', 'are', 'was', 'be', 'been', 'has', 'have', 'had', 'on', 'in', 'at', 'for', 'from', 'with', 'of', 'by', 'and', 'or', 'but', 'if', 'then', 'that', 'which', 'who', 'whose', 'when', 'while', 'until', 'because',
  'since', 'so', 'not', 'no', 'do', 'does', 'did', 'it', 'its', 'he', 'she', 'they', 'them', 'his', 'her', 'their', 'my', 'our', 'your', 'me', 'us', 'i', 'we', 'you', 'this', 'these', 'those', 'there', 'here', 'all', 'every', 'each', 'any',
  'except', 'unless', 'about', 'into', 'also', 'please', 'now', 'said', 'says', 'wants', 'want', 'needs', 'will', 'would', 'should', 'can', 'could', 'may', 'might', 'must', 'were', 'am', 'what', 'how', 'why', 'where', 'him', 'set', 'change', 'update', 'delete', 'remove', 'create', 'move',
  'than', 'over', 'under', 'per', 'via', 'without', 'after', 'before', 'between', 'during',
]);
