import type { Problem } from './components.ts';

/** `deployResult` of the Metadata API, the parts that clients read. */
export interface DeployResult {
  id: string;
  status: 'Succeeded' | 'Failed';
  success: boolean;
  done: boolean;
  checkOnly: boolean;
  rollbackOnError: true;
  createdBy: string;
  createdDate: string;
  startDate: string;
  completedDate: string;
  lastModifiedDate: string;
  numberComponentsDeployed: number;
  numberComponentErrors: number;
  numberComponentsTotal: number;
  numberTestsCompleted: 0;
  numberTestErrors: 0;
  numberTestsTotal: 0;
  runTestsEnabled: false;
  ignoreWarnings: boolean;
  errorMessage?: string;
  errorStatusCode?: string;
  details: {
    componentSuccesses: DeployMessage[];
    componentFailures: DeployMessage[];
    /** No Apex runs here, and so no test is ever reported as run. */
    runTestResult: { numFailures: 0; numTestsRun: 0; totalTime: 0 };
  };
}

export interface DeployMessage {
  changed: boolean;
  created: boolean;
  deleted: boolean;
  success: boolean;
  componentType: string;
  fullName: string;
  fileName: string;
  createdDate: string;
  id?: string;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  lineNumber?: number;
  columnNumber?: number;
}

/** Outcome of one deployment; a refusal as a whole has `errorMessage`, one of components has problems. */
export function deployResult(at: {
  id: string;
  userId: string;
  /** Instant of the deployment, ISO 8601. */
  date: string;
  checkOnly: boolean;
  successes: DeployMessage[];
  problems: readonly Problem[];
  refusal: { errorMessage: string; errorStatusCode: string } | undefined;
}): DeployResult {
  const { id, userId, date, checkOnly, successes, problems, refusal } = at;
  const success = problems.length === 0 && refusal === undefined;
  const deployed = successes.filter((message) => message.componentType !== '').length;
  return {
    id,
    status: success ? 'Succeeded' : 'Failed',
    success,
    done: true,
    checkOnly,
    rollbackOnError: true,
    createdBy: userId,
    createdDate: date,
    startDate: date,
    completedDate: date,
    lastModifiedDate: date,
    numberComponentsDeployed: deployed,
    numberComponentErrors: problems.length,
    numberComponentsTotal: deployed + problems.length,
    numberTestsCompleted: 0,
    numberTestErrors: 0,
    numberTestsTotal: 0,
    runTestsEnabled: false,
    ignoreWarnings: true,
    ...refusal,
    details: {
      componentSuccesses: successes,
      componentFailures: problems.map((problem) => ({
        ...problem,
        changed: false,
        created: false,
        deleted: false,
        success: false,
        createdDate: date,
        problemType: 'Error',
      })),
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
    },
  };
}
