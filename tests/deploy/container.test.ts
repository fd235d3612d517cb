import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readEnvironment } from '../../src/settings/environment.ts';

/*
 * What an image and a cluster are told, as far as it can be held without either.
 */

const dockerfile = readFileSync('Dockerfile', 'utf8');
const manifest = z
  .object({ version: z.string(), devDependencies: z.object({ node: z.string() }) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('the image', () => {
  it('is built by instructions that Docker knows', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  it('has the Node of package.json, named once', () => {
    const named = [...dockerfile.matchAll(/^ARG NODE_VERSION=(.*)$/gm)].map(([, each]) => each);
    expect(named).toEqual([manifest.devDependencies.node]);
    // The checks of a change run on what npm installs.
    expect(readFileSync('.ci/run', 'utf8')).not.toMatch(/node[@:]\d|NODE_VERSION/);
    expect(dockerfile.match(/^FROM .*/gm)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Docker's own.
      'FROM node:${NODE_VERSION}-bookworm-slim AS build',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Docker's own.
      'FROM node:${NODE_VERSION}-bookworm-slim',
    ]);
  });

  it('is given what a server reads, all of which is there, and no more', () => {
    const lines = readFileSync('.dockerignore', 'utf8').split('\n');
    const given = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(lines.filter((line) => line !== '' && !/^[#!]/.test(line))).toEqual(['*']);
    expect(given.filter((file) => !existsSync(file))).toEqual([]);
    expect(given).not.toContain('.env');
  });

  it('runs as nobody in particular, and asks itself whether it is ready', async () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    const program = /CMD \["node", "-e", "([^"]*)"\]/.exec(dockerfile)?.[1] ?? '';
    const asked: (string | undefined)[] = [];
    let ready = true;
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(ready ? 200 : 503).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const healthy = async () => {
      const check = spawn(process.execPath, ['-e', program], { env: { PORT: String(port) } });
      return (await once(check, 'exit'))[0];
    };
    expect(await healthy()).toBe(0);
    ready = false;
    expect(await healthy()).toBe(1);
    expect(asked).toEqual(['/readyz', '/readyz']);
    server.close();
    await once(server, 'close');
    expect(await healthy()).toBe(1);
  });
});

describe('compose.yaml', () => {
  const service = z.looseObject({
    image: z.string(),
    environment: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    security_opt: z.array(z.string()),
    read_only: z.boolean().optional(),
    ports: z.array(z.string()).default([]),
    healthcheck: z.looseObject({}).optional(),
  });
  const compose = z
    .object({
      services: z.object({ database: service, server: service, worker: service }),
      volumes: z.record(z.string(), z.unknown()),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
    })
    .parse(parse(readFileSync('compose.yaml', 'utf8'), { merge: true }));

  it('starts a server on a database, for this machine alone, with settings that are valid', () => {
    const { database, server, worker } = compose.services;
    expect(database).toMatchObject({ ports: [], healthcheck: {} });
    for (const each of [database, server, worker])
      expect(each.security_opt).toEqual(['no-new-privileges:true']);
    expect(server.secrets).toEqual(['database-url']);
    expect(Object.keys(compose.secrets).toSorted()).toEqual(
      [...database.secrets, ...server.secrets].toSorted(),
    );
    expect(server).toMatchObject({ read_only: true, ports: ['127.0.0.1:3000:3000'] });
    expect(worker).toMatchObject({ read_only: true, ports: [], environment: server.environment });
    const { DATABASE_URL_FILE, ...rest } = server.environment;
    expect(DATABASE_URL_FILE).toBe('/run/secrets/database-url');
    const settings = Object.entries(rest).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]);
    expect(readEnvironment(Object.fromEntries(settings))).toMatchObject({
      DEMO: 'on',
      HOST: '0.0.0.0',
    });
  });
});

describe('the secrets of compose.yaml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-compose-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, by chance, and given to whom they are for', () => {
    const make = (name: string) =>
      spawnSync('sh', ['deploy/compose/make-secrets.sh', join(folder, name)]).status;
    const read = (name: string, file: string) => readFileSync(join(folder, name, file), 'utf8');
    expect([make('one'), make('two'), make('one')]).toEqual([0, 0, 1]);
    expect(read('one', 'superuser-password')).toMatch(/^[0-9a-f]{48}$/);
    for (const file of ['superuser-password', 'bellwether-password'])
      expect(read('one', file)).not.toBe(read('two', file));
    const { DATABASE_URL } = readEnvironment({
      DATABASE_URL_FILE: join(folder, 'one', 'database-url'),
    });
    expect(DATABASE_URL).toContain(read('one', 'bellwether-password'));
    expect(readFileSync('compose.yaml', 'utf8')).not.toMatch(/PASSWORD:/);
  });
});

describe('the manifests for Kubernetes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-kubernetes-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('deploy/kubernetes', folder, { recursive: true });
  cpSync('config/bellwether.yaml', join(folder, 'bellwether.yaml'));
  cpSync(join(folder, 'settings.env.example'), join(folder, 'settings.env'));

  const resource = z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string() }),
  });
  const files = [
    'migrate/job.yaml',
    'migrate/network-policy.yaml',
    'server.yaml',
    'worker.yaml',
    'network-policy.yaml',
    'secret.example.yaml',
  ];
  const resources = files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((each) =>
      resource.parse(each.toJS()),
    ),
  );
  const model = z.record(
    z.string(),
    z.custom<new (given: unknown) => { validate(): void }>((given) => typeof given === 'function'),
  );

  it.each(resources.map((each) => [`${each.kind} ${each.metadata.name}`, each] as const))(
    'are what its schemas allow: %s',
    async (_, each) => {
      const file = `kubernetes-models/${each.apiVersion}`;
      const { default: __, ...models } = await import(/* @vite-ignore */ file);
      const Model = model.parse(models)[each.kind];
      if (Model === undefined) throw new Error(`Kubernetes knows no ${each.kind}.`);
      expect(() => new Model(each).validate()).not.toThrow();
      expect(() => new Model({ ...each, spec: 'none', data: 1 }).validate()).toThrow();
    },
  );

  const pods = z.array(
    z.object({
      kind: z.string(),
      spec: z.object({
        template: z.object({
          spec: z.looseObject({
            automountServiceAccountToken: z.literal(false),
            securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
            containers: z.array(
              z.looseObject({
                image: z.literal('bellwether'),
                command: z.array(z.string()).default(['node', 'src/main.ts']),
                env: z.array(z.object({ name: z.string(), value: z.string() })),
                securityContext: z.looseObject({
                  readOnlyRootFilesystem: z.literal(true),
                  allowPrivilegeEscalation: z.literal(false),
                }),
                resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
              }),
            ),
          }),
        }),
      }),
    }),
  );

  it('run programs that are there, as nobody in particular, with secrets from files', () => {
    const found = pods.parse(resources.filter(({ kind }) => /^(?:Deployment|Job)$/.test(kind)));
    expect(found.map(({ kind }) => kind)).toEqual(['Job', 'Deployment', 'Deployment']);
    const secrets = resources.find(({ kind }) => kind === 'Secret');
    const named = z.object({ stringData: z.record(z.string(), z.string()) }).parse(secrets);
    for (const { spec } of found) {
      for (const { command, env } of spec.template.spec.containers) {
        expect(existsSync(command[1] ?? '')).toBe(true);
        for (const { name, value } of env.filter((each) => each.name.endsWith('_FILE'))) {
          const [, file = ''] = /^\/run\/secrets\/bellwether\/(.+)$/.exec(value) ?? [];
          const secret = named.stringData[file];
          // It is there, and what stands in place of it is refused.
          expect(secret).toBe('SET-ME');
          expect(() => readEnvironment({ [name.replace(/_FILE$/, '')]: secret })).toThrow();
        }
      }
    }
  });

  const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

  it.runIf(kubectl)('are put together by kustomize, with the version of package.json', () => {
    for (const part of ['migrate', '.']) {
      const out = execFileSync('kubectl', ['kustomize', join(folder, part)], { encoding: 'utf8' });
      const images = [...out.matchAll(/^\s*(?:- )?image: (.*)$/gm)].map(([, image]) => image);
      expect(new Set(images)).toEqual(new Set([`bellwether:${manifest.version}`]));
      expect(out.match(/^ {2}namespace: (.*)$/gm)).toContain('  namespace: bellwether');
    }
  });
});
