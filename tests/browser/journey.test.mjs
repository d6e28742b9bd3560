// The main job by hand, with the demo's people, without a script on any page: from a new call to a
// confirmed payout; every page on the way is scanned in both colour schemes and at a phone's width.
import test from 'node:test';
import assert from 'node:assert/strict';
import { start, signedIn, scan, send } from './support.mjs';

const demo = await start();
test.after(() => demo.stop());

// What people type holds a script: it is text to everyone who reads it.
const CANARY = `<img src=x onerror=alert(1)>"'><script>alert(1)</script>`;
const typed = (text) => `${text} ${CANARY}`;

const person = (part) => demo.people.find((one) => one.role.startsWith(part)).email;
const as = (part) => signedIn(demo, part.includes('@') ? part : person(part));
const path = (page) => new URL(page.url()).pathname;
const visit = async (who, address, work) => {
  const page = await as(who);
  await page.goto(address);
  const result = await work(page);
  await page.context().close();
  return result;
};
const turn = (days) => visit('auditor', '/mailbox', async (page) => {
  await page.fill('[name=days]', String(days));
  await send(page, '/demo/clock');
});

test('everyone finds their work, and every page can be read by everyone', async () => {
  for (const { role, email } of demo.people) {
    const page = await as(email);
    await scan(demo, page, `work-${role.replace(/\W+/g, '-')}`);
    for (const link of await page.locator('header nav a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))) {
      const answer = await page.goto(link);
      assert.equal(answer.status(), 200, `${role} ${link}`);
      const rows = await page.locator('main td a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
      for (const row of rows.slice(0, 3)) {
        // A file is no page: the browser would save it.
        const opened = row.endsWith('/file') ? await page.request.get(row) : await page.goto(row);
        assert.equal(opened.status(), 200, `${role} is shown ${row} and may open it`);
      }
    }
    await page.context().close();
  }
});

test('a new application goes from draft to confirmed payout by hand', async () => {
  const now = new Date();
  const wall = (days) => new Date(now.getTime() + days * 864e5).toISOString().slice(0, 11) + '12:00';
  const call = await visit('secretariat', '/calls/new', async (page) => {
    await scan(demo, page, 'call-new');
    const fields = {
      code: 'HAND-1', title: typed('By hand'), summary: typed('In short.'), terms: typed('In full.'), opens: wall(1), deadline: wall(5),
      max_grant: '200000', min_reviews: '1',
      total_threshold: '3', 'criteria[new-1].name': typed('Excellence'), 'milestones[new-1].title': typed('All of it'),
      'milestones[new-1].share': '100', 'milestones[new-1].due_months': '6', 'questions[new-1].prompt': typed('How?'),
    };
    for (const [name, value] of Object.entries(fields)) await page.fill(`[name="${name}"]`, value);
    for (const index of [0, 1]) await page.locator('[name^="pots["][name$=".amount"]').nth(index).fill('60000');
    await page.locator('[name=themes]').first().check();
    await send(page, '/calls');
    await send(page, `${path(page)}/send`);
    return path(page);
  });
  for (const who of ['board member, Avaria', 'board member, Bellmark']) {
    await visit(who, call, (page) => send(page, `${call}/approve`));
  }
  await visit('secretariat', call, (page) => send(page, `${call}/publish`));
  await turn(2);
  const application = await visit('applicant', call, async (page) => {
    await scan(demo, page, 'call-open');
    await send(page, `${call}/applications`);
    const edit = path(page);
    await scan(demo, page, 'application-edit');
    await page.fill('[name=title]', typed('Written by hand'));
    await page.fill('[name=summary]', typed('What it is about.'));
    await page.locator('textarea[name^="answers."]').fill(typed('With both hands.'));
    for (const [index, country] of ['XA', 'XB'].entries()) {
      const field = (name) => `[name="participants[new-${index + 1}].${name}"]`;
      await page.fill(field('organisation_name'), typed(`Hand ${country}`));
      await page.selectOption(field('country'), country);
      // The applicant is one of the participants, known by its register number.
      await page.fill(field('registration_number'), index === 0 ? 'AV-204417' : `H-${index}`);
      await page.fill(field('contact_name'), 'Hand');
      await page.fill(field('contact_email'), 'hand@people.example');
      await page.fill(field('budget.personnel'), '40000');
      await page.fill(field('requested'), '30000');
    }
    await send(page, edit);
    const own = edit.replace('/edit', '');
    await page.goto(own);
    await page.check('[name=declaration]');
    await send(page, `${own}/submit`);
    await scan(demo, page, 'application-receipt');
    assert.match(await page.innerText('aside'), /JF-\d{4}-\d{4}/);
    return own;
  });
  await turn(4);
  for (const who of ['eligibility officer', 'eligibility@bellmark.example']) {
    await visit(who, application, async (page) => {
      await page.check('[name=verdict][value=eligible]');
      await page.fill(`form[action="${application}/check"] [name=reason]`, typed('In order.'));
      await send(page, `${application}/check`);
    });
  }
  await visit('secretariat', application, (page) => send(page, `${application}/release`));
  await visit('secretariat', call, (page) => send(page, `${call}/evaluate`));
  await visit('secretariat', `${application}/evaluation`, async (page) => {
    await page.selectOption('[name=reviewer]', { label: 'Ada Moreau' });
    await send(page, `${application}/reviewers`);
    await scan(demo, page, 'evaluation');
  });
  await visit('reviewer', '/reviews', async (page) => {
    await page.click('text=Written by hand');
    const desk = path(page);
    await scan(demo, page, 'review-declaration');
    assert.ok(!(await page.innerText('main')).includes('With both hands.'), 'not before the declaration');
    await page.check('[name=declaration]');
    await send(page, `${desk}/clear`);
    await page.locator('[name$=".mark"][value="4.5"]').check();
    await page.locator('[name$=".justification"]').fill(typed('Because.'));
    await page.fill('[name=for_applicant]', typed('Well done.'));
    await scan(demo, page, 'review-sheet');
    await send(page, `${desk}/submit`);
  });
  await visit('panel chair', `${application}/evaluation`, (page) => send(page, `${application}/consensus`));
  await visit('secretariat', `${call}/ranking/preview`, (page) => send(page, `${call}/freeze`));
  for (const who of ['board member, Avaria', 'board member, Bellmark']) {
    await visit(who, `${call}/ranking`, async (page) => {
      await scan(demo, page, 'ranking');
      await page.check('[name=vote][value=approve]');
      await send(page, `${call}/vote`);
    });
  }
  await visit('secretariat', `${call}/ranking`, (page) => send(page, `${call}/release`));
  const award = await visit('secretariat', application, async (page) => {
    await send(page, `${application}/award`);
    return path(page);
  });
  for (const who of ['approver, Avaria', 'approver, Bellmark']) {
    await visit(who, award, (page) => send(page, `${award}/sign`));
  }
  await visit('applicant', award, async (page) => {
    await send(page, `${award}/sign-as-lead`);
    await page.locator(`details:has(form[action="${award}/bank-accounts"]) > summary`).click();
    await page.selectOption('[name=participant]', { index: 1 });
    await page.fill('[name=holder]', 'Hand');
    await page.fill('[name=iban]', 'GB82WEST12345698765432');
    await page.fill('[name=bank_name]', typed('A bank'));
    await page.selectOption('[name=country]', 'XA');
    await page.locator(`form[action="${award}/bank-accounts"] p > button`).click();
  });
  await visit('programme officer', award, async (page) => {
    await scan(demo, page, 'award');
    const action = await page.locator('form[action$="/verify"]').getAttribute('action');
    await page.locator(`form[action="${action}"] p > button`).click();
  });
  const payout = await visit('applicant', award, async (page) => {
    await send(page, `${award}/payouts`);
    return path(page);
  });
  assert.match(payout, /^\/payouts\//);
  const act = (who, deed) => visit(who, payout, async (page) => {
    await scan(demo, page, `payout-${deed}`);
    await send(page, `${payout}/${deed}`);
  });
  await act('programme officer', 'verify');
  await act('approver, Avaria', 'approve');
  await act('approver, Bellmark', 'approve');
  const payer = await visit('auditor', payout, async (page) => {
    const paidBy = await page.locator('dl.facts div', { hasText: 'Paid by' }).innerText();
    return paidBy.includes('BM') ? 'bellmark' : 'avaria';
  });
  const officer = `payments@${payer}.example`;
  await act(officer, 'release');
  await visit(officer, '/payment-orders', async (page) => {
    await send(page, '/payment-orders');
    await scan(demo, page, 'payment-order');
    assert.match(await page.innerText('pre'), /9000\.00/);
  });
  await visit(officer, payout, async (page) => {
    const form = page.locator(`form[action="${payout}/confirm"]`);
    await form.locator('[name=bank_reference]').fill(`BANK-${Date.now()}`);
    // The demo's clock was moved six days ahead.
    const today = new Date(Date.now() + 6 * 864e5).toISOString().slice(0, 10);
    await form.locator('[name=booked_on]').fill(today);
    await form.locator('[name=amount]').fill('9000.00');
    await send(page, `${payout}/confirm`);
    assert.equal(await page.innerText('.head .tag'), 'Paid');
  });
});

// The pages to which somebody of each kind is led, a few of each sort: those with the canary are
// opened with scripts allowed and our policy set aside, and none runs.
test('what people type is text on every page', async () => {
  const kinds = new Map(demo.people.map((one) => [one.role.split(',')[0], one.email]));
  const readers = new Set();
  let read = 0;
  for (const [kind, email] of kinds) {
    const page = await as(email);
    const found = new Set(['/work']);
    const planted = [];
    const many = new Map();
    const isOneMore = (link) => {
      const sort = new URL(link, demo.base).pathname.replace(/[0-9a-f-]{36}/g, 'id');
      many.set(sort, (many.get(sort) ?? 0) + 1);
      return many.get(sort) <= 8;
    };
    for (const address of found) {
      const answer = await page.request.get(address);
      if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
      const text = await answer.text();
      read += 1;
      if (text.includes('onerror=alert(1)')) planted.push(address);
      const links = [...text.matchAll(/href="(\/[^"#]*)"/g)].map(([, link]) => link.replaceAll('&#38;', '&'));
      for (const link of links) if (!found.has(link) && isOneMore(link)) found.add(link);
    }
    const context = await demo.browser.newContext({
      baseURL: demo.base, bypassCSP: true, storageState: await page.context().storageState(),
    });
    const copy = await context.newPage();
    const ran = [];
    copy.on('dialog', async (dialog) => {
      ran.push(copy.url());
      await dialog.dismiss();
    });
    for (const address of planted) {
      await copy.goto(address);
      assert.equal(await copy.locator('img[src=x]').count(), 0, `${kind} ${address}`);
    }
    assert.deepEqual(ran, [], kind);
    if (planted.length) readers.add(kind);
    await context.close();
    await page.context().close();
  }
  assert.ok(read > 400, `${read} pages read`);
  assert.ok(readers.size > 8, [...readers].join(', '));
});

test('what a visitor reads is in order', async () => {
  const context = await demo.browser.newContext({ baseURL: demo.base, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const address of ['/calls', '/sign-in', '/register', '/forgotten-password', '/nowhere']) {
    await page.goto(address);
    await scan(demo, page, `visitor${address.replace(/\W+/g, '-')}`);
  }
});
