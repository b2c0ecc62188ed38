import type { Api } from './api.js';
import type {
  AuditEntry,
  ChangeSet,
  ChangeSetView,
  EntryKind,
  FieldError,
  Preview,
  Release,
  Rule,
  RuleView,
  Synonym,
  SynonymView,
} from './types.js';

export interface Listed<T> {
  total: number;
  release: number;
  entries: T[];
}

export interface EntryQuery {
  changeSet: string | undefined;
  q: string;
  status: string;
  offset: number;
  limit: number;
}

const folder = (kind: EntryKind): string => (kind === 'synonym' ? 'synonyms' : 'rules');

/** Synonyms, rules, drafts and releases of one site. */
export class Tuning {
  private readonly root: string;

  constructor(
    private readonly api: Api,
    readonly site: string,
  ) {
    this.root = `/admin/v1/sites/${encodeURIComponent(site)}`;
  }

  async list(kind: EntryKind, query: EntryQuery): Promise<Listed<SynonymView | RuleView>> {
    const answer = await this.api.get<Record<string, unknown>>(`${this.root}/${folder(kind)}`, { ...query });
    return {
      total: answer['total'] as number,
      release: answer['release'] as number,
      entries: answer[folder(kind)] as (SynonymView | RuleView)[],
    };
  }

  /** An entry as it is released. */
  get(kind: EntryKind, id: string): Promise<SynonymView | RuleView> {
    return this.api.get(`${this.root}/${folder(kind)}/${id}`);
  }

  create(
    changeSet: string,
    kind: EntryKind,
    entry: (Synonym | Rule) & { id?: string },
  ): Promise<SynonymView | RuleView> {
    return this.api.send('POST', this.entries(changeSet, kind), entry);
  }

  put(
    changeSet: string,
    kind: EntryKind,
    id: string,
    entry: Synonym | Rule,
    etag: string,
  ): Promise<SynonymView | RuleView> {
    return this.api.send('PUT', `${this.entries(changeSet, kind)}/${id}`, entry, etag);
  }

  remove(changeSet: string, kind: EntryKind, id: string, etag: string): Promise<ChangeSet> {
    return this.api.send('DELETE', `${this.entries(changeSet, kind)}/${id}`, undefined, etag);
  }

  /** Takes a change back, which leaves the entry as it is released. */
  revert(changeSet: string, kind: EntryKind, id: string): Promise<ChangeSet> {
    return this.api.send('DELETE', `${this.entries(changeSet, kind)}/${id}/change`);
  }

  async drafts(): Promise<ChangeSet[]> {
    return (await this.api.get<{ changeSets: ChangeSet[] }>(`${this.root}/change-sets`)).changeSets;
  }

  draft(id: string): Promise<ChangeSetView> {
    return this.api.get(`${this.root}/change-sets/${id}`);
  }

  openDraft(name: string): Promise<ChangeSet> {
    return this.api.send('POST', `${this.root}/change-sets`, { name });
  }

  discard(draft: ChangeSet): Promise<void> {
    return this.api.send('DELETE', `${this.root}/change-sets/${draft.id}`, undefined, draft.etag);
  }

  async problems(id: string): Promise<FieldError[]> {
    return (await this.api.get<{ problems: FieldError[] }>(`${this.root}/change-sets/${id}/check`)).problems;
  }

  /** @param at when to publish, in the form of RFC 3339; at once unless given */
  publish(draft: ChangeSet, note: string, at?: string): Promise<Release | ChangeSet> {
    const body = { ...(note === '' ? {} : { note }), ...(at === undefined ? {} : { at }) };
    return this.api.send('POST', `${this.root}/change-sets/${draft.id}/publish`, body, draft.etag);
  }

  async releases(): Promise<Release[]> {
    return (await this.api.get<{ releases: Release[] }>(`${this.root}/releases`)).releases;
  }

  restore(number: number, note: string): Promise<Release> {
    return this.api.send(
      'POST',
      `${this.root}/releases/${String(number)}/restore`,
      note === '' ? {} : { note },
    );
  }

  async audit(): Promise<AuditEntry[]> {
    return (await this.api.get<{ entries: AuditEntry[] }>(`${this.root}/audit`)).entries;
  }

  preview(query: string, changeSet: string | undefined): Promise<Preview> {
    return this.api.send('POST', `${this.root}/preview`, {
      query,
      ...(changeSet === undefined ? {} : { changeSet }),
    });
  }

  /** A release as it is. */
  previewOfRelease(query: string, release: number): Promise<Preview> {
    return this.api.send('POST', `${this.root}/preview`, { query, release });
  }

  private entries(changeSet: string, kind: EntryKind): string {
    return `${this.root}/change-sets/${changeSet}/${folder(kind)}`;
  }
}
