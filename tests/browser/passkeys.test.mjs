// A passkey by hand, in a browser whose authenticator is software: added, used at the door and with
// an approval; and a page that runs a script says so in its policy, and no other does.
import test from 'node:test';
import assert from 'node:assert/strict';
import { start, scan, password } from './support.mjs';

const demo = await start();
test.after(() => demo.stop());

const factor = '/profile/second-factor';
const approver = demo.people.find((one) => one.role.startsWith('approver, Avaria')).email;

async function withDevice() {
  const context = await demo.browser.newContext({ baseURL: demo.base });
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(`a script failed: ${error}`));
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) assert.fail(line.text());
  });
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options });
  return { page, device, authenticatorId };
}

const passwordGiven = async (page) => {
  await page.goto('/sign-in');
  await page.fill('[name=email]', approver);
  await page.fill('[name=password]', password);
  await page.click('main form p > button');
};

test('an approver adds a passkey, signs in with it and approves with it', async () => {
  const { page, device, authenticatorId } = await withDevice();
  await passwordGiven(page);
  const before = await page.goto(factor);
  assert.match(before.headers()['content-security-policy'], /^default-src 'none'; style-src/);
  assert.equal(await page.locator('script').count(), 0, 'no script before there is a use for it');
  await page.click(`details:has(form[action="${factor}/passkeys/begin"]) > summary`);
  await page.fill(`form[action="${factor}/passkeys/begin"] [name=current]`, password);
  await page.click(`form[action="${factor}/passkeys/begin"] p > button`);
  await page.fill('[name=name]', 'Work computer');
  await scan(demo, page, 'passkey-begun');
  await page.click(`form[action="${factor}/passkeys"] p > button`);
  await page.waitForSelector('ul.codes li');
  assert.equal(await page.locator('ul.codes li').count(), 10);
  await page.goto(factor);
  assert.match(await page.innerText('main table'), /Work computer/);
  await scan(demo, page, 'passkeys');

  await page.click('header form[action="/sign-out"] button');
  await passwordGiven(page);
  const use = page.locator('main form[action="/sign-in"] .passkey button');
  await use.waitFor();
  await scan(demo, page, 'sign-in-passkey');
  await use.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/work');

  await page.goto('/payouts');
  const rows = await page.locator('main td a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  let approved = '';
  for (const row of new Set(rows.filter((one) => one.startsWith('/payouts/')))) {
    const shown = await page.goto(row);
    const form = page.locator(`form[action="${row}/approve"]`);
    if (!(await form.count())) continue;
    assert.match(shown.headers()['content-security-policy'], /script-src 'self'; connect-src 'self'/);
    const fold = page.locator(`details:has(form[action="${row}/approve"]):not([open]) > summary`);
    if (await fold.count()) await fold.first().click();
    await form.locator('.passkey button').click();
    await page.waitForURL((url) => url.search.includes('done=approve_payout'));
    approved = row;
    break;
  }
  assert.ok(approved, 'the demo has a payout for them to approve');
  assert.match(await page.innerText('main'), /a passkey/);
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.ok(credentials[0].signCount >= 2);
  await page.context().close();
});

test('where a device knows nothing the page says so, and a code can still be given', async () => {
  const { page } = await withDevice();
  await passwordGiven(page);
  await page.locator('main form[action="/sign-in"] .passkey button').click();
  const said = page.locator('main form[action="/sign-in"] .passkey [role=status]');
  await said.filter({ hasText: 'The browser gave no passkey' }).waitFor();
  assert.ok(await page.locator('main form[action="/sign-in"] .passkey button').isEnabled());
  assert.ok(await page.locator('main form[action="/sign-in"] [name=code]').isVisible());
  await page.context().close();
});

test('without a script nothing is offered that would not work', async () => {
  const context = await demo.browser.newContext({ baseURL: demo.base, javaScriptEnabled: false });
  const page = await context.newPage();
  await passwordGiven(page);
  assert.ok(await page.locator('[name=code]').isVisible());
  assert.equal(await page.locator('.passkey').count(), 1);
  assert.ok(await page.locator('.passkey').isHidden());
  await context.close();
});
