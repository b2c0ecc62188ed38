// Called by Maven: installs and builds when something has changed since the last time, and runs the checks.
//   node build/maven.mjs build | check | browser
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, 'target', 'npm');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const SKIPPED = /^(node_modules|dist|target|test|screenshots)$/;

/** Hash over the files under a folder, by name and content. */
function digest(paths) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!SKIPPED.test(name)) visit(join(path, name));
    } else hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  paths.forEach((path) => visit(join(root, path)));
  return hash.digest('hex');
}

/** Runs the action unless it already ran on the same input and its result is still there. */
function once(name, inputs, result, action) {
  const stamp = join(stamps, name);
  const now = digest(inputs);
  if (existsSync(join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  action();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, now);
}

function run(...args) {
  execFileSync(npm, args, { cwd: root, stdio: 'inherit' });
}

const workspaces = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces;
const task = process.argv[2];
try {
  const manifests = ['package-lock.json', ...workspaces.map((name) => `${name}/package.json`)];
  once('install', manifests, 'node_modules', () => run('ci', '--no-audit', '--no-fund'));
  if (task === 'build') {
    once('build', ['package-lock.json', ...workspaces], 'widget/dist/manifest.json', () => {
      run('run', '--silent', 'build');
      // File names carry hashes; what an earlier build left must not get into the jar.
      rmSync(join(root, 'target/classes/dev/lotse/widget'), { recursive: true, force: true });
    });
  } else if (task === 'check') {
    for (const script of ['typecheck', 'lint', 'size', 'test:unit']) run('run', '--silent', script);
  } else if (task === 'browser') {
    run('run', '--silent', 'test:browser');
  } else throw new Error(`unknown task: ${task}; known are build, check and browser`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
