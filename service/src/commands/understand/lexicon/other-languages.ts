/** How commands, questions and conditions begin in German and French. */
export const FOREIGN_OPENINGS =
  'setze setz verschiebe verschieb lösche lösch erstelle erstell lege trage trag ändere änder übertrage übertrag weise konvertiere wandle zeige zeig füge mache mach schreibe notiere erinnere ruf rufe plane schließe entferne gib aktualisiere erhöhe senke markiere neuer neue neues notiz wenn wieviel wieviele welche ' +
  'mets mettez supprime supprimez crée créez créer ajoute ajoutez passe passez convertis convertissez modifie modifiez déplace déplacez attribue attribuez donne montre affiche rappelle planifie enregistre ferme clôture marque combien quand';

/** Small words of German and French that are none of English. */
export const FOREIGN_WORDS =
  'der das den dem ein eine einen einem einer und oder ist sind haben hat wir ich nicht auf für mit von bei zu zum zur alle alles meine meinen mein im aber ohne wurde wird bitte auch noch gewonnen verloren ' +
  'le la les du une et est sont sera pas toutes tous mes mon ma pour avec sans sur au aux en dans avons nous je elle qui que son sa mais leur ses cette gagné perdu gagnée perdue';
