export { createClient, LotseError } from './client.js';
export type { ClientOptions, LotseClient, RequestOptions } from './client.js';
export type {
  AnswerEvent,
  AnswerRequest,
  Banner,
  Feedback,
  Hit,
  Problem,
  SearchRequest,
  SearchResponse,
  Snippet,
  Source,
  Suggestion,
} from './types.js';
