import { createCertificateRequest } from '../../identity/create-certificate-request.js';
import type { components } from '../../mesh-api/client/generated.js';
import type { Io } from '../io.js';
import type { AccessOptions } from '../registry/access-options.js';
import { answerOf } from '../registry/answer-of.js';
import { openClient } from '../registry/open-client.js';
import { UsageError } from '../usage-error.js';

type Issued = components['schemas']['IssuedCertificate'];

/** What came of asking for a certificate. */
export type AskedCertificate =
  | { readonly kind: 'issued'; readonly certificate: Issued; readonly privateKey: string }
  | {
      readonly kind: 'failed';
      readonly problem: string;
      /** Whether that is nobody's mistake: the server was away, or cannot do it now. */
      readonly mayPass: boolean;
    };

/** Makes a new key and asks the mesh API for a certificate of it. */
export async function askForCertificate(
  service: string | undefined,
  access: Omit<AccessOptions, 'json'>,
  io: Io,
): Promise<AskedCertificate> {
  const { pem: certificateRequest, privateKey } = await createCertificateRequest();
  let status: number | undefined;
  let isCalled = false;
  try {
    // Anew each time: a token may have been renewed in its file.
    const { http } = openClient(access, io);
    isCalled = true;
    const query = service === undefined ? {} : { service };
    const call = http.POST('/v1/certificates', { params: { query }, body: { certificateRequest } });
    const { data } = await answerOf(
      call.then((result) => {
        ({ status } = result.response);
        return result;
      }),
    );
    // A success has a body.
    return { kind: 'issued', certificate: data as Issued, privateKey };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const mayPass = isCalled && (status === undefined || status === 429 || status >= 500);
    return { kind: 'failed', problem: error.message, mayPass };
  }
}
