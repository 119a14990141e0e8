import { drawn, inOrder, type Service } from './service';

export type ForumOperation = { do: 'ask'; post: string } | { do: 'reply'; post: string; to: string };

/** Posts as they came, each with the one that it answers. */
export type ForumState = Readonly<Record<string, string | null>>;

/**
 * A forum: questions, and replies to them or to other replies. A reply has its place under the post that it answers;
 * where that is not there, it has none. Replies to one post stand in the order in which they came, each replica's own.
 */
export const forum: Service<ForumState, ForumOperation> = {
  name: 'forum',
  empty: {},
  execute: (posts, operation) => {
    if (operation.post in posts) return posts;
    if (operation.do === 'ask') return { ...posts, [operation.post]: null };
    return operation.to in posts ? { ...posts, [operation.post]: operation.to } : posts;
  },
  choose: (posts, { turn }, draw) => {
    const to = drawn(draw, 0.3, Object.keys(posts));
    return to === undefined ? { do: 'ask', post: `q${turn}` } : { do: 'reply', post: `r${turn}`, to };
  },
  view: inOrder,
  say: (operation) =>
    operation.do === 'ask' ? `ask ${operation.post}` : `${operation.post} replies to ${operation.to}`,
};

/** The replies to a post as a replica shows them, first the one that came first. */
export const repliesTo = (posts: ForumState, post: string): string[] =>
  Object.keys(posts).filter((reply) => posts[reply] === post);
