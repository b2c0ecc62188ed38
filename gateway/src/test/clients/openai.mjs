// The official client of OpenAI against Lotse: node openai.mjs BASE_URL KEY. Prints one JSON object of what it saw.
import OpenAI from 'openai';

const [base, key] = process.argv.slice(2);
const client = new OpenAI({ baseURL: base, apiKey: key, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Hallo' }];
const seen = {};

const whole = await client.chat.completions.create({ model: 'whole', messages }).withResponse();
seen.whole = whole.data.choices[0].message.content;
seen.provider = whole.response.headers.get('x-lotse-provider');

seen.streamed = '';
for await (const chunk of await client.chat.completions.create({
  model: 'streamed',
  messages,
  stream: true,
  stream_options: { include_usage: true },
})) {
  seen.streamed += chunk.choices[0]?.delta?.content ?? '';
  if (chunk.usage) seen.tokens = chunk.usage.total_tokens;
}

const tools = [{ type: 'function', function: { name: 'wetter', parameters: { type: 'object' } } }];
const call = await client.chat.completions.create({ model: 'tools', messages, tools, tool_choice: 'auto' });
seen.tool = call.choices[0].message.tool_calls[0].function.name;

// A stream that breaks off: with 'hold' unnoticed, without it an error and no mixed text.
seen.held = '';
for await (const chunk of await client.chat.completions.create(
  { model: 'cut', messages, stream: true },
  { headers: { 'X-Lotse-On-Cut': 'hold' } },
)) {
  seen.held += chunk.choices[0]?.delta?.content ?? '';
}
seen.cut = '';
try {
  for await (const chunk of await client.chat.completions.create({ model: 'cut', messages, stream: true })) {
    seen.cut += chunk.choices[0]?.delta?.content ?? '';
  }
} catch (error) {
  seen.cutError = error.code;
}

// The client asks for base64 by itself.
const embeddings = await client.embeddings.create({ model: 'e5-small-v2-q', input: ['Strom', 'Gas'] });
seen.dimension = embeddings.data[1].embedding.length;

seen.models = (await client.models.list()).data.map((model) => model.id);

for (const [name, wrong] of Object.entries({
  unknown: () => client.chat.completions.create({ model: 'gpt-9', messages }),
  badField: () => client.chat.completions.create({ model: 'whole', messages, temperature: 9 }),
  noKey: () => new OpenAI({ baseURL: base, apiKey: 'wrong', maxRetries: 0 }).models.list(),
})) {
  try {
    await wrong();
  } catch (error) {
    seen[name] = `${error.constructor.name} ${error.status} ${error.code} ${error.param ?? ''}`.trim();
  }
}
console.log(JSON.stringify(seen));
