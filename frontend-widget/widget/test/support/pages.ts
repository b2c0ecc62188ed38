import type { Hit } from '../../src/core/types.js';

/** A page of the site the tests search. The site, its prices and its streets are made up. */
export interface Page extends Hit {
  body: string;
}

const origin = '/pages';

function page(id: string, lang: string, path: string[], title: string, body: string, tags: string[]): Page {
  return {
    ...{ objectID: id, url: `${origin}/${id}.html`, title, breadcrumbs: path, lang, tags, body },
    updatedAt: '2026-09-14T08:00:00Z',
  };
}

/** German and English pages of a municipal utility. */
export const pages: readonly Page[] = [
  page(
    'stromtarife',
    'de',
    ['Strom', 'Tarife'],
    'Stromtarife im Vergleich',
    'Alle Stromtarife auf einen Blick: Grundversorgung, Hafenstrom Natur und der dynamische Tarif. Der Arbeitspreis sinkt, wenn Sie nachts laden.',
    ['strom', 'tarife'],
  ),
  page(
    'dynamischer-tarif',
    'de',
    ['Strom', 'Tarife'],
    'Dynamischer Stromtarif',
    'Beim dynamischen Stromtarif richtet sich der Preis nach der Börse. Die Preise für morgen stehen ab 14 Uhr in der App.',
    ['strom', 'tarife'],
  ),
  page(
    'stromzaehler',
    'de',
    ['Strom', 'Zähler'],
    'Stromzähler ablesen und Zählerstand melden',
    'Den Zählerstand können Sie online, per Telefon oder mit einem Foto melden. Wer den Stromzähler nicht abliest, wird geschätzt.',
    ['strom', 'zähler'],
  ),
  page(
    'smart-meter',
    'de',
    ['Strom', 'Zähler'],
    'Intelligente Messsysteme (Smart Meter)',
    'Ein intelligenter Stromzähler misst alle fünfzehn Minuten. Der Einbau dauert 45 Minuten.',
    ['strom', 'zähler'],
  ),
  page(
    'stromausfall',
    'de',
    ['Hilfe', 'Störung'],
    'Stromausfall melden',
    'Bei einem Stromausfall prüfen Sie zuerst die Sicherungen. Danach erreichen Sie den Entstördienst rund um die Uhr.',
    ['strom', 'hilfe'],
  ),
  page(
    'balkonkraftwerk',
    'de',
    ['Strom', 'Einspeisen'],
    'Balkonkraftwerk anmelden',
    'Ein Balkonkraftwerk darf 800 Watt einspeisen. Melden Sie es im Register an; den Zähler tauschen wir innerhalb von vier Wochen.',
    ['strom', 'solar'],
  ),
  page(
    'wallbox',
    'de',
    ['Mobilität', 'Zuhause laden'],
    'Wallbox für das Elektroauto',
    'Für die Wallbox gibt es einen Zuschuss. Ladestationen bis 11 kW müssen nur gemeldet werden.',
    ['mobilität'],
  ),
  page(
    'ladesaeulen',
    'de',
    ['Mobilität', 'Unterwegs laden'],
    'Öffentliche Ladesäulen',
    'An 64 Ladesäulen laden Sie Ihr Elektroauto mit Karte, App oder ohne Vertrag.',
    ['mobilität'],
  ),
  page(
    'rechnung',
    'de',
    ['Rechnung'],
    'Ihre Rechnung verstehen',
    'Die Rechnung zeigt Verbrauch, Abschläge und den Betrag, der noch offen ist.',
    ['rechnung'],
  ),
  page(
    'abschlag',
    'de',
    ['Rechnung', 'Abschlag'],
    'Abschlag anpassen',
    'Sie können den Abschlag um bis zu dreißig Prozent selbst ändern, spätestens zehn Tage vor Fälligkeit.',
    ['rechnung'],
  ),
  page(
    'ratenzahlung',
    'de',
    ['Rechnung', 'Zahlung'],
    'Ratenzahlung vereinbaren',
    'Wenn eine Nachzahlung zu hoch ist, teilen wir sie in bis zu sechs Raten.',
    ['rechnung'],
  ),
  page(
    'umzug',
    'de',
    ['Vertrag'],
    'Umzug melden',
    'Melden Sie Ihren Umzug vierzehn Tage vorher. Den Zählerstand reichen Sie nach.',
    ['vertrag'],
  ),
  page(
    'kuendigung',
    'de',
    ['Vertrag'],
    'Vertrag kündigen oder widerrufen',
    'Sie haben vierzehn Tage Zeit für den Widerruf. Die Kündigung bestätigen wir per E-Mail.',
    ['vertrag'],
  ),
  page(
    'wasserqualitaet',
    'de',
    ['Wasser'],
    'Trinkwasser: Härte und Qualität',
    'Das Trinkwasser hat 14 Grad deutscher Härte und wird jeden Tag geprüft.',
    ['wasser'],
  ),
  page(
    'fernwaerme',
    'de',
    ['Wärme'],
    'Fernwärme anschließen',
    'Fernwärme heizt ohne eigenen Kessel. Ein Anschluss dauert acht bis zwölf Wochen.',
    ['wärme'],
  ),
  page(
    'waermepumpe',
    'de',
    ['Wärme', 'Tarife'],
    'Wärmepumpe: Tarif und Förderung',
    'Für Wärmepumpen gibt es einen eigenen Stromtarif mit getrenntem Zähler.',
    ['wärme', 'tarife'],
  ),
  page(
    'electricity-tariffs',
    'en',
    ['Electricity', 'Tariffs'],
    'Compare electricity tariffs',
    'All electricity tariffs at a glance: basic supply, harbour power and the dynamic tariff.',
    ['strom', 'tarife'],
  ),
  page(
    'meter-reading',
    'en',
    ['Electricity', 'Meters'],
    'Read your meter and send the reading',
    'Send your meter reading online, by phone or with a photo. Meters that are not read are estimated.',
    ['strom', 'zähler'],
  ),
  page(
    'moving',
    'en',
    ['Contract'],
    'Moving house',
    'Tell us fourteen days before you move. The final bill follows within six weeks.',
    ['vertrag'],
  ),
  page(
    'outage',
    'en',
    ['Help', 'Faults'],
    'Report a power cut',
    'Check the fuses first. The fault service answers around the clock.',
    ['strom', 'hilfe'],
  ),
];
