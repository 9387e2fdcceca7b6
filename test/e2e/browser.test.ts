import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, mkdirSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startSandbox, type Sandbox } from './sandbox.ts';

/** The whole way as two people walk it: the README's command, two chat windows, a real browser. */

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env.CI) throw new Error(`There is no Chromium at ${executablePath}, and CI must have one`);
if (!hasBrowser) console.warn(`Skipped: the browser test needs Chromium at ${executablePath} (or at CHROMIUM_PATH)`);

const pictures = 'artifacts/browser';
let sandbox: Sandbox | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (!hasBrowser) return;
  mkdirSync(pictures, { recursive: true });
  sandbox = await startSandbox();
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
  });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
}, 60_000);

const whenThereIsABrowser = hasBrowser ? test : test.skip;

whenThereIsABrowser(
  'Alex asks in a sentence, Megan approves on the card, and both windows show the user',
  async () => {
    const megan = await openWindow(sandbox?.approver);
    const alex = await openWindow(sandbox?.requester);
    await megan.getByText('Open requests').waitFor();
    await alex.getByText('Request a user').waitFor();

    await say(alex, 'I need a non-interactive user for the SAP order sync in prod until 31 December');
    await alex.getByText('Step 1 of 3').waitFor();
    expect(await alex.getByRole('textbox', { name: 'Integration' }).last().inputValue()).toBe('SAP order sync');
    await alex
      .getByRole('textbox', { name: 'Purpose' })
      .last()
      .fill('Orders from SAP must be in Sales before the morning.');
    await picture(alex, 'requester-1-form');
    await click(alex, 'Next');

    await alex.getByText('Step 2 of 3').waitFor();
    await alex.getByRole('radio', { name: 'A new account' }).click();
    await alex.getByRole('textbox', { name: 'Owner' }).last().fill('Nestor');
    await picture(alex, 'requester-2-form');
    await click(alex, 'Next');

    await alex.getByText('Step 3 of 3').waitFor();
    await alex.getByRole('combobox', { name: 'Security roles' }).click();
    await alex.getByRole('menuitemcheckbox', { name: 'Integration Reader' }).click();
    await alex.keyboard.press('Escape');
    await picture(alex, 'requester-3-form');
    await click(alex, 'Next');

    await alex.getByText('5 used').waitFor();
    await picture(alex, 'requester-4-review');
    await alex.getByRole('checkbox').check();
    await click(alex, 'Submit');

    await megan.getByText('You are asked because').waitFor();
    await picture(alex, 'requester-5-pending');
    await picture(megan, 'approver-1-card');
    await megan.getByRole('textbox', { name: 'Comment' }).fill('Fine with me');
    await click(megan, 'Approve');

    await megan.getByText('Creating').first().waitFor();
    await picture(alex, 'requester-6-creating');
    await picture(megan, 'approver-2-creating');

    for (const page of [alex, megan]) {
      await page.getByText('The user is created in Contoso Production.').first().waitFor({ timeout: 60_000 });
    }
    await alex.getByText('svc-sap-order-sync-101@contoso.onmicrosoft.com').first().waitFor();
    await picture(alex, 'requester-7-active');
    await picture(megan, 'approver-3-active');
  },
  150_000,
);

async function openWindow(url: string | undefined): Promise<Page> {
  if (!browser || !url) throw new Error('The sandbox does not run');
  const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  await page.locator('div[contenteditable][role=textbox]').waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  const box = page.locator('div[contenteditable][role=textbox]');
  await box.click();
  await box.fill(text);
  await page.keyboard.press('Enter');
}

async function click(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).last().click();
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png` });
}
