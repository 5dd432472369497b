// Mutation.updateFlightStatus on a data source that stores nothing: the answer is the update
// itself, and AppSync pushes it to every subscriber.
// Input: num, carrier, date, event, message?, extra? (JSON, as text or as an object).
// Error BadExtra: extra is not a JSON object, so that the delivery counts as failed.
import { util } from '@aws-appsync/utils';

const DELAY_FIELDS = ['delayMinutes', 'newDepTime'];

export function request(ctx) {
  const { num, carrier, date, event, message, extra } = ctx.args.input;
  return { payload: { num, carrier, date, event, info: info(event, message, details(extra)) } };
}

export function response(ctx) {
  return ctx.result;
}

function details(extra) {
  if (extra === undefined || extra === null) {
    return null;
  }
  const parsed = typeof extra === 'string' ? JSON.parse(extra) : extra;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    util.error('extra must be a JSON object', 'BadExtra');
  }
  return parsed;
}

function info(event, message, extra) {
  if (!message && !extra) {
    return null;
  }
  const found = { __typename: 'MessageEventInfo', message: message ?? null };
  if (event === 'FlightDelayed') {
    found.__typename = 'DelayEventInfo';
    DELAY_FIELDS.forEach((field) => {
      found[field] = extra ? (extra[field] ?? null) : null;
    });
  }
  return found;
}
