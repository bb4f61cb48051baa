import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestErrors } from '../graph-requests.mjs';

test('a call that Graph has is not complained of', () =>
  assert.deepEqual(requestErrors({ method: 'GET', path: '/users/a%40b.example/messages', query: ['$filter', '$select'] }), []));

test('a path that Graph does not have is named', () =>
  assert.deepEqual(requestErrors({ method: 'POST', path: '/users/a/messages/1/createAnswer', query: [] }), ['POST /users/a/messages/1/createAnswer is no endpoint']));

test('a method that the path does not have is named', () =>
  assert.deepEqual(requestErrors({ method: 'PUT', path: '/subscriptions', query: [] }), ['PUT /subscriptions is no endpoint']));

test('a query that the call does not have is named', () =>
  assert.deepEqual(requestErrors({ method: 'GET', path: '/subscriptions', query: ['$skiptoken', '$filter'] }), ['GET /subscriptions knows no $skiptoken']));
