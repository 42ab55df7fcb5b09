/** Where a record stands, in English, and what German and French picklists call it (folded). */
const STATES: readonly (readonly [said: string, german: string, french: string])[] = [
  ['confirmed', 'bestatigt', 'confirme|confirmee'],
  ['accepted', 'angenommen|akzeptiert', 'accepte|acceptee'],
  ['rejected|declined|refused|turned down', 'abgelehnt', 'refuse|refusee|rejete|rejetee'],
  ['requested', 'angefragt|beantragt', 'demande|demandee'],
  ['approved', 'genehmigt|freigegeben', 'approuve|approuvee|valide|validee'],
  ['sold', 'verkauft', 'vendu|vendue'],
  ['rented|let', 'vermietet', 'loue|louee'],
  ['reserved|booked', 'reserviert|gebucht', 'reserve|reservee'],
  ['available', 'verfugbar|frei', 'disponible'],
  ['unavailable', 'nicht verfugbar', 'indisponible'],
  ['under offer', 'unter angebot', 'sous offre'],
  ['paid', 'bezahlt', 'paye|payee'],
  ['unpaid', 'unbezahlt', 'impaye|impayee'],
  ['delivered', 'geliefert', 'livre|livree'],
  ['shipped|sent', 'versendet|verschickt|versandt', 'expedie|expediee|envoye|envoyee'],
  ['ordered', 'bestellt', 'commande|commandee'],
  ['returned', 'zuruckgegeben', 'retourne|retournee'],
  ['signed', 'unterschrieben|unterzeichnet', 'signe|signee'],
  ['withdrawn', 'zuruckgezogen', 'retire|retiree'],
  ['cancelled|canceled|called off', 'storniert|abgesagt', 'annule|annulee'],
  ['expired', 'abgelaufen', 'expire|expiree'],
  ['draft', 'entwurf', 'brouillon'],
  ['submitted', 'eingereicht', 'soumis|soumise'],
  ['scheduled', 'geplant|terminiert', 'planifie|planifiee|prevu|prevue'],
  ['passed', 'bestanden', 'reussi|reussie'],
  ['failed', 'nicht bestanden|fehlgeschlagen', 'echoue|echouee'],
  ['out of order|broken|defective', 'defekt', 'en panne|hors service'],
  ['inactive', 'inaktiv', 'inactif|inactive'],
  ['pending', 'ausstehend', 'en attente'],
  ['on hold|paused', 'pausiert', 'en pause'],
  ['interested', 'interessiert', 'interesse|interessee'],
  ['very interested', 'sehr interessiert', 'tres interesse|tres interessee'],
  ['not interested', 'kein interesse', 'pas interesse|pas interessee'],
];

export const TRANSLATED_STATES: { says: string[]; means: string[]; fields: string[] }[] = STATES.map(
  ([said, german, french]) => ({
    says: said.split('|'),
    means: `${german}|${french}`.split('|'),
    fields: ['Status', 'StageName', '*'],
  }),
);

/** The English words for a label that says how something stands: "signed" for "Signé". */
export function translationsOf(label: string): string[] {
  return TRANSLATED_STATES.filter(({ means }) => means.includes(label)).flatMap(({ says }) => says);
}

/** Verbs that lead to one of those states: "confirm", "decline". */
export const TRANSLATED_VERBS: Readonly<Record<string, string>> = {
  confirm: 'confirmed',
  accept: 'accepted',
  reject: 'rejected',
  decline: 'declined',
  refuse: 'refused',
  approve: 'approved',
  sell: 'sold',
  rent: 'rented',
  reserve: 'reserved',
  deliver: 'delivered',
  ship: 'shipped',
  sign: 'signed',
  withdraw: 'withdrawn',
  submit: 'submitted',
};
