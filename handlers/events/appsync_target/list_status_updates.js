// Query.listStatusUpdates: nothing is stored, so there is nothing to list. A screen that has just
// started fills up with the changes that come.
export function request() {
  return { payload: [] };
}

export function response(ctx) {
  return ctx.result;
}
