import { join } from 'node:path';
import { needsOf } from './jest-needs.cjs';

const root = join(__dirname, '../..');
const project = (folder: string) => join(root, folder, 'jest.config.cjs');
const projects = ['libs/middleware', 'libs/store', 'libs/styles/zeromq', 'libs/taxonomy'].map(project);

test('one project: what it names itself', () => {
  const needs = { brokers: ['kafka'], peers: ['java'] };
  expect(needsOf({ projects: [root] }, { globals: { parleyNeeds: needs } }, [])).toEqual(needs);
});

test('several: the union, each thing once', () => {
  const { brokers, peers } = needsOf({ projects }, {}, ['--maxWorkers=2']);
  expect(brokers.sort()).toEqual(['kafka', 'postgres', 'rabbitmq']);
  expect(peers).toEqual(['python']);
});

test('what the command line leaves out needs nothing', () => {
  const ignore = ['--ignoreProjects', 'libs/middleware', 'libs/styles/zeromq', '--forceExit'];
  expect(needsOf({ projects }, {}, ignore)).toEqual({ brokers: ['postgres'], peers: [] });
  expect(needsOf({ projects }, {}, ['--selectProjects', 'libs/styles/zeromq'])).toEqual({
    brokers: [],
    peers: ['python'],
  });
});
