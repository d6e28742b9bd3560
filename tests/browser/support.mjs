// A demo of its own, a browser, and the accessibility reference.
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import AxeBuilder from '@axe-core/playwright';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.BROWSER_TEST_PROGRAM ?? join(here, '../../target/debug/jointfund');
const results = join(here, 'results');
export const password = 'a kettle of seven herons';

export async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'jointfund-'));
  await mkdir(results, { recursive: true });
  const words = ['demo', '--bind', '127.0.0.1:0', '--folder', folder];
  if (process.env.BROWSER_TEST_DATABASE) words.push('--database', process.env.BROWSER_TEST_DATABASE);
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const base = await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      const found = output.match(/Listening on (http:\S+)/);
      if (found) resolve(found[1]);
    });
    child.on('exit', () => reject(new Error(`the demo ended: ${output}`)));
  });
  const people = [...output.matchAll(/^ {2}(.+?) {2,}(\S+@\S+)$/gm)].map((one) => ({ role: one[1], email: one[2] }));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const stop = async () => {
    await browser.close();
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { base, people, browser, stop };
}

export async function signedIn(demo, email) {
  const context = await demo.browser.newContext({ baseURL: demo.base, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('main form button');
  assert.equal(new URL(page.url()).pathname, '/work', `${email} is signed in`);
  return page;
}

// axe needs scripts, which our policy forbids and our pages do without: it gets a context of its own
// with the same cookies.
export async function scan(demo, page, name) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await demo.browser.newContext({
      baseURL: demo.base, bypassCSP: true, colorScheme, viewport: { width: 1200, height: 900 },
      storageState: await page.context().storageState(),
    });
    const copy = await context.newPage();
    await copy.goto(page.url());
    const { violations } = await new AxeBuilder({ page: copy })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    const told = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
    assert.deepEqual(told, [], `${name} (${colorScheme})`);
    if (colorScheme === 'light') await copy.screenshot({ path: join(results, `${name}.png`), fullPage: true });
    await copy.setViewportSize({ width: 390, height: 800 });
    const overflow = await copy.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide for a phone`);
    await context.close();
  }
}

export const send = async (page, action) => {
  const form = page.locator(`form[action="${action}"]`);
  const fold = page.locator(`details:has(form[action="${action}"]):not([open]) > summary`);
  if (await fold.count()) await fold.first().click();
  await form.locator('p > button').first().click();
  const summary = page.locator('.summary, .note.bad');
  if (await summary.count()) assert.fail(`${action}: ${await summary.first().innerText()}`);
};
