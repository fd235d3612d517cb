import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageModelConfig } from '../../src/settings/language-model.ts';
import type { Store } from '../../src/store/store.ts';
import { fillOddCustomers, now } from '../banks/odd-customers.ts';
import { body, calls, says, standIn } from '../conversation/language-model/stand-in.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

describe.each(storeKinds)('the command line with a language model on %s', (kind) => {
  let store: Store;
  let endpoint: Awaited<ReturnType<typeof standIn>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillOddCustomers(store);
    endpoint = await standIn();
  });
  afterAll(async () => {
    await endpoint.close();
    await store.close();
  });

  const run = (settings: object = {}) =>
    commandLine(store, {
      now,
      variables: { LANGUAGE_MODEL_KEY: 'sk-secret' },
      languageModel: languageModelConfig.parse({
        url: endpoint.url,
        model: 'small',
        timeout: 5,
        ...settings,
      }),
    });
  const doctor = async (settings: object = {}) => {
    const { code, out, err } = await run(settings)('doctor');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('sk-secret');
    return out;
  };

  it('doctor says that it is not set up', async () => {
    const { out } = await commandLine(store, { now })('doctor');
    expect(out).toContain('- A language model is not set up');
  });

  it('doctor has it choose a command', async () => {
    endpoint.behave(calls('ranking_atRisk', {}));
    expect(await doctor()).toMatch(/✓ The language model small at \S+ took “.+” as at-risk \(/);
    expect(endpoint.asked[0]?.authorization).toBe('Bearer sk-secret');
  });

  it.each([
    ['calls no tool', says('At risk: 1042'), 'Name a model that can call tools.'],
    ['calls another tool', calls('format_disk', {}), 'Name a model that can call tools.'],
    ['refuses the key', body('{}', 401), 'Set LANGUAGE_MODEL_KEY.'],
    ['knows no such model', body('{}', 404), 'languageModel.model'],
    ['is a web page', body('<html>'), 'Check languageModel.url'],
  ])('doctor says what to do where it %s', async (_, behaviour, text) => {
    endpoint.behave(behaviour);
    const out = await doctor();
    expect(out).toContain('✗ The language model');
    expect(out).toContain(text);
    expect(out).toContain('answered without it');
  });

  it('doctor says what to do where it is slow, or nobody is there', async () => {
    endpoint.behave(() => {});
    expect(await doctor({ timeout: 0.2 })).toContain('Raise languageModel.timeout');
    expect(await doctor({ url: 'http://127.0.0.1:9/v1' })).toContain('cannot be reached');
  });

  it('ask is answered by what it chose', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const question = ['ask', 'is 1042 a flight hazard', '--as', 'ivan@bank.example'];
    const { code, out } = await run()(...question);
    expect(code).toBe(0);
    expect(out).toContain('Taken as: Why a customer may leave · 1042');
  });
});
