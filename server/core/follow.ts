import { Subscription } from "type-graphql";
import type { Context } from "./context.ts";
import type { Topic } from "./topic.ts";

type ReturnType = () => unknown;

/**
 * What somebody may go on looking at: a field of `Subscription` whose answer is what the method answers now, and again whenever something happens to
 * what it follows. One that follows nothing more has told all that there is.
 */
export const Live = (
  type: ReturnType,
  options: { name: string; description: string; nullable?: boolean },
): MethodDecorator =>
  // Streams are the server's own (http/live.ts): each answer is a request of its own, by the rules of that moment.
  Subscription(type as never, { ...options, subscribe: () => [] as never });

/** Has an answer that is being looked at be given again when something happens to this. */
export function follow({ request }: Context, topic: Topic): void {
  request.follows?.add(topic);
}
