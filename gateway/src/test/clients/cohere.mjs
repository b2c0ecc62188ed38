// The official client of Cohere against Lotse: node cohere.mjs BASE_URL KEY. Prints one JSON object of what it saw.
import { CohereClient } from 'cohere-ai';

const [base, key] = process.argv.slice(2);
const client = new CohereClient({ environment: base, token: key });
const ranked = await client.rerank(
  { model: 'e5-small-v2-q', query: 'Gas', documents: ['Wasser', 'Gas', 'Strom'], topN: 2, returnDocuments: true },
  { maxRetries: 0 },
);
const seen = { results: ranked.results.map((result) => ({ index: result.index, text: result.document?.text })) };
seen.falling = ranked.results[0].relevanceScore >= ranked.results[1].relevanceScore;
try {
  await client.rerank({ model: 'none', query: 'Gas', documents: ['Wasser'] }, { maxRetries: 0 });
} catch (error) {
  seen.unknown = `${error.statusCode} ${error.body?.message}`;
}
console.log(JSON.stringify(seen));
