export { QuarterhourClient, QuarterhourError } from "./client.ts";
export type { AnswerOf, AskOptions, ClientOptions, OperationId, ProblemDetails, QuestionOf } from "./client.ts";
export type { Operations } from "./operations.ts";
