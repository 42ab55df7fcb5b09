import { AuraHandledException, type InstalledPackage } from './runtime.ts';

/** Mirror of `SaysoException.cls`: a stable code, a sentence, and what to do next. */
export class SaysoException extends Error {
  readonly code: string;
  readonly actions: string[];
  readonly retryable: boolean;
  readonly reference: string | null;

  constructor(
    code: string,
    message: string,
    actions: string[],
    retryable: boolean,
    reference: string | null,
  ) {
    super(message);
    this.name = 'SaysoException';
    this.code = code;
    this.actions = actions;
    this.retryable = retryable;
    this.reference = reference;
  }

  static missingPermission({ label }: InstalledPackage, permission: string): SaysoException {
    return new SaysoException(
      'missing_permission',
      label('Sayso_Error_Missing_Permission'),
      [label('Sayso_Error_Missing_Permission_Next').replaceAll('{0}', permission)],
      false,
      null,
    );
  }

  static notPaired({ label }: InstalledPackage): SaysoException {
    return new SaysoException(
      'not_paired',
      label('Sayso_Error_Not_Paired'),
      [label('Sayso_Error_Not_Paired_Next')],
      false,
      null,
    );
  }

  static unreachable({ label }: InstalledPackage): SaysoException {
    return new SaysoException(
      'service_unreachable',
      label('Sayso_Error_Unreachable'),
      [label('Sayso_Error_Unreachable_Next')],
      true,
      null,
    );
  }

  forBrowser(): AuraHandledException {
    return new AuraHandledException(
      JSON.stringify({
        code: this.code,
        message: this.message,
        actions: this.actions,
        retryable: this.retryable,
        reference: this.reference,
      }),
    );
  }
}
