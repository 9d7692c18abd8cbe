export { QuarterhourClient, QuarterhourError } from "./client.ts";
export type {
  AnswerOf,
  AskOptions,
  ClientOptions,
  OperationId,
  Operations,
  ProblemDetails,
  QuestionOf,
} from "./client.ts";
export type * from "./operations/index.ts";
