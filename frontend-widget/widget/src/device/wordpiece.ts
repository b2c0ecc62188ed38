/** The parts of a Hugging Face `tokenizer.json` that matter here. */
interface TokenizerFile {
  added_tokens?: { id: number; content: string }[];
  normalizer?: { type?: string; strip_accents?: boolean | null; lowercase?: boolean } | null;
  pre_tokenizer?: { type?: string } | null;
  model?: {
    type?: string;
    vocab?: Record<string, number>;
    unk_token?: string;
    continuing_subword_prefix?: string;
    max_input_chars_per_word?: number;
  };
}

/** Turns text into the token numbers of a model. */
export interface Tokenizer {
  /**
   * @param longest most tokens, the special ones at both ends counted; what is more is cut off
   */
  encode(text: string, longest: number): number[];
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}]/u;
const SPACE = /\p{White_Space}/u;
/** ASCII marks that Unicode calls symbols, such as `$` and `+`, separate words too. */
const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/u;
/** Chinese characters are words of their own; the ranges are those of BERT. */
const CHINESE =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/u;

/**
 * The tokeniser of BERT: words and marks, then the longest pieces of each word that the vocabulary has.
 *
 * @throws Error when the file describes another kind of tokeniser
 */
export function wordPiece(file: unknown): Tokenizer {
  const { added_tokens: added = [], normalizer, pre_tokenizer: splitter, model = {} } = file as TokenizerFile;
  const { vocab } = model;
  if (
    model.type !== 'WordPiece' ||
    !vocab ||
    normalizer?.type !== 'BertNormalizer' ||
    splitter?.type !== 'BertPreTokenizer'
  ) {
    throw new Error('the tokeniser is not that of BERT');
  }
  const pieces = new Map(Object.entries(vocab));
  const special = new Map(added.map(({ id, content }) => [content, id]));
  const id = (token: string): number => {
    const known = special.get(token) ?? pieces.get(token);
    if (known === undefined) throw new Error(`the tokeniser has no ${token}`);
    return known;
  };
  const unknown = id(model.unk_token ?? '[UNK]');
  const [first, last] = [id('[CLS]'), id('[SEP]')];
  const prefix = model.continuing_subword_prefix ?? '##';
  const longestWord = model.max_input_chars_per_word ?? 100;
  const lowercase = normalizer.lowercase !== false;
  const stripAccents = normalizer.strip_accents ?? lowercase;

  const split = (word: string): number[] => {
    const letters = [...word];
    if (letters.length > longestWord) return [unknown];
    const found: number[] = [];
    for (let start = 0; start < letters.length;) {
      let end = letters.length;
      let piece: number | undefined;
      for (; end > start; end--) {
        piece = pieces.get((start > 0 ? prefix : '') + letters.slice(start, end).join(''));
        if (piece !== undefined) break;
      }
      // One piece that is missing makes the whole word unknown.
      if (piece === undefined) return [unknown];
      found.push(piece);
      start = end;
    }
    return found;
  };

  const plain = (text: string): number[] =>
    words(normalized(text, stripAccents, lowercase)).flatMap((word) => split(word));

  // Somebody who types `[SEP]` gets the token of that name, as on the server.
  const names = [...special.keys()].map((name) => name.replace(/[[\]\\^$.*+?(){}|/-]/g, '\\$&'));
  const anySpecial = names.length > 0 ? new RegExp(`(${names.join('|')})`, 'u') : null;

  return {
    encode(text, longest) {
      const parts = anySpecial ? text.split(anySpecial) : [text];
      const ids = parts.flatMap((part) => {
        const known = special.get(part);
        return known === undefined ? plain(part) : [known];
      });
      return [first, ...ids.slice(0, longest - 2), last];
    },
  };
}

function normalized(text: string, stripAccents: boolean, lowercase: boolean): string {
  let out = '';
  for (const c of text) {
    if (c === '\t' || c === '\n' || c === '\r' || SPACE.test(c)) {
      if (c === '\t' || c === '\n' || c === '\r' || !CONTROL.test(c)) out += ' ';
    } else if (c === '\ufffd' || CONTROL.test(c)) continue;
    else out += CHINESE.test(c) ? ` ${c} ` : c;
  }
  if (stripAccents) out = out.normalize('NFD').replace(/\p{Mn}/gu, '');
  // Letter by letter: the rule for a sigma at the end of a word is not the model's.
  return lowercase ? Array.from(out, (c) => c.toLowerCase()).join('') : out;
}

/** Words and single marks. */
function words(text: string): string[] {
  const out: string[] = [];
  let word = '';
  const end = () => {
    if (word) out.push(word);
    word = '';
  };
  for (const c of text) {
    if (SPACE.test(c)) end();
    else if (PUNCTUATION.test(c)) {
      end();
      out.push(c);
    } else word += c;
  }
  end();
  return out;
}
