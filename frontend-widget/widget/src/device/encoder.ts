import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { cleanQuery } from './query-text.js';
import { wordPiece, type Tokenizer } from './wordpiece.js';

/** How to run a model; a part of what `/models/on-device.json` says. */
export interface ModelDescription {
  model: string;
  dimension: number;
  pooling: string;
  queryPrefix: string;
  maxTokens: number;
}

/** Encodes queries as the server's encoder does. */
export class QueryEncoder {
  private constructor(
    private readonly description: ModelDescription,
    private readonly tokenizer: Tokenizer,
    private readonly session: InferenceSession,
  ) {}

  /**
   * @param runtime the WebAssembly of ONNX Runtime
   * @param tokenizer content of its `tokenizer.json`
   * @throws Error when it cannot be run here
   */
  static async open(
    description: ModelDescription,
    runtime: ArrayBuffer,
    network: ArrayBuffer,
    tokenizer: ArrayBuffer,
  ): Promise<QueryEncoder> {
    // More threads need a page isolated from other origins, which a search box cannot ask for.
    env.wasm.numThreads = 1;
    env.wasm.wasmBinary = runtime;
    const tokens = wordPiece(JSON.parse(new TextDecoder().decode(tokenizer)));
    const session = await InferenceSession.create(new Uint8Array(network), { executionProviders: ['wasm'] });
    const encoder = new QueryEncoder(description, tokens, session);
    const vector = await encoder.encode('warm up');
    if (vector.length !== description.dimension || !vector.every(Number.isFinite)) {
      throw new Error('the network does not give the vectors that were announced');
    }
    return encoder;
  }

  /** The unit vector of a query. */
  async encode(query: string): Promise<Float32Array> {
    const { queryPrefix, maxTokens, pooling, dimension } = this.description;
    const ids = this.tokenizer.encode(queryPrefix + cleanQuery(query), maxTokens);
    const shape = [1, ids.length];
    const values: Record<string, (id: number) => number> = {
      input_ids: (id) => id,
      attention_mask: () => 1,
      token_type_ids: () => 0,
    };
    const feeds: Record<string, Tensor> = {};
    for (const name of this.session.inputNames) {
      const value = values[name];
      if (!value) throw new Error(`the network wants ${name}`);
      feeds[name] = new Tensor(
        'int64',
        BigInt64Array.from(ids, (id) => BigInt(value(id))),
        shape,
      );
    }
    const output = (await this.session.run(feeds))[this.session.outputNames[0] ?? ''];
    const tokens = output?.data as Float32Array | undefined;
    if (tokens?.length !== ids.length * dimension) throw new Error('the network gave another shape');
    const pooled = tokens.slice(0, dimension);
    if (pooling !== 'first_token') {
      for (let i = dimension; i < tokens.length; i++)
        pooled[i % dimension] = (pooled[i % dimension] ?? 0) + (tokens[i] ?? 0);
    }
    const length = Math.hypot(...pooled);
    return pooled.map((value) => value / length);
  }
}
