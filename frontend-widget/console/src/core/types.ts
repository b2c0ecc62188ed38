/** The wire forms of the tuning API; /openapi.yaml says what each field means. */
export type EntryStatus = 'released' | 'added' | 'changed' | 'deleted';
export type EntryKind = 'synonym' | 'rule';

export interface EntryState {
  id: string;
  label: string;
  status: EntryStatus;
  etag: string;
  changedBy?: string;
  changedAt?: string;
}

export type SynonymType = 'equivalent' | 'one-way' | 'replacement';
export type Lang = '*' | 'de' | 'en';

export interface Synonym {
  type: SynonymType;
  lang: Lang;
  terms: string[];
  to?: string[];
  note?: string;
}

export type Match = 'any' | 'exact' | 'contains' | 'prefix' | 'regex' | 'meaning';
export type Device = 'desktop' | 'phone' | 'tablet';
export type ActionType =
  'pin' | 'hide' | 'boost' | 'bury' | 'filter' | 'redirect' | 'banner' | 'answer' | 'no-answer';

export interface RuleAction {
  type: ActionType;
  objectID?: string;
  position?: number;
  pages?: string;
  factor?: number;
  url?: string;
  title?: string;
  text?: string;
}

export interface Rule {
  name: string;
  enabled: boolean;
  priority: number;
  when: {
    match: Match;
    values?: string[];
    lang?: Lang;
    facets?: string[];
    devices?: Device[];
    nearness?: number;
  };
  then: RuleAction[];
  note?: string;
}

export type SynonymView = Synonym & EntryState;
export type RuleView = Rule & EntryState;

export interface ChangeSet {
  id: string;
  name: string;
  note?: string;
  state: 'open' | 'scheduled' | 'published' | 'discarded';
  createdBy: string;
  updatedAt: string;
  etag: string;
  publishAt?: string;
}

export interface EntryChange {
  kind: EntryKind;
  id: string;
  status: EntryStatus;
  conflict?: boolean;
  before: (Synonym | Rule) | null;
  after: (Synonym | Rule) | null;
}

export interface ChangeSetView extends ChangeSet {
  base: number;
  changes: EntryChange[];
}

export interface Release {
  number: number;
  version: string;
  hash: string;
  at: string;
  by: string;
  note?: string;
  changeSet?: string;
  restores?: number;
}

export interface FieldError {
  field: string;
  value: string | null;
  allowed: string;
  detail: string;
}

export interface AppliedEntry {
  kind: EntryKind;
  id: string;
  label: string;
}

export interface PreviewSide {
  version: string;
  lang: string;
  nbHits: number;
  searchedQuery: string | null;
  correctedQuery: string | null;
  redirect: string | null;
  banner: string | null;
  answer: string | null;
  applied: AppliedEntry[];
}

export interface PreviewRow {
  objectID: string;
  title: string;
  url: string;
  before: number | null;
  after: number | null;
  causes: AppliedEntry[];
}

export interface Preview {
  before: PreviewSide;
  after: PreviewSide;
  complete: boolean;
  rows: PreviewRow[];
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
}

export type Role = 'analyst' | 'editor' | 'admin';

export interface Access {
  actor: string;
  role: Role;
  /** Of a session by cookie. */
  csrf?: string;
}

/** Sums over searches. */
export interface Totals {
  searches: number;
  noResults: number;
  clickedSearches: number;
  clicks: number;
  clickThrough: number;
  meanReciprocalRank: number;
}

export type QueryOrder = 'searches' | 'no-results' | 'low-click' | 'rising' | 'falling';

/** What searches are told apart by. */
export type Breakdown = 'hour-of-day' | 'weekday' | 'device' | 'category';

export interface PartRow extends Totals {
  part: string;
}

export interface QuestionRow {
  question: string;
  answered: number;
  refused: number;
  helpful: number;
  unhelpful: number;
}

export interface ChainRow {
  queries: string[];
  times: number;
}

export interface QueryRow extends Totals {
  query: string;
}

export interface DayRow extends Totals {
  day: string;
}

export interface SynonymIdea {
  term: string;
  to: string;
  evidence: { first: string; next: string; times: number };
}

export interface Suggestions {
  synonyms: SynonymIdea[];
  unanswered: (QueryRow & { near: { objectID: string; title: string; url: string }[] })[];
}

export interface QueryChange {
  query: string;
  nbHitsBefore: number;
  nbHitsAfter: number;
  moved: number;
  redirectBefore: string | null;
  redirectAfter: string | null;
  emptied: boolean;
  filled: boolean;
  applied: AppliedEntry[];
}

export type Verdict = 'better' | 'worse' | 'undecided';

export interface Judged {
  queries: number;
  ndcgBefore: number;
  ndcgAfter: number;
  difference: number;
  low: number;
  high: number;
  verdict: Verdict;
  wins: number;
  losses: number;
  changes: { id: string; query: string; ndcgBefore: number; ndcgAfter: number }[];
}

/** What grades mean, from 0 on. */
export const GRADES = ['grade0', 'grade1', 'grade2', 'grade3'] as const;

export interface ReleaseQuality {
  release: number;
  at: string;
  queries: number;
  ndcg: number;
}

export interface Evaluation {
  queries: number;
  changed: number;
  emptied: number;
  filled: number;
  redirected: number;
  failed: string[];
  changes: QueryChange[];
  judged?: Judged;
}
