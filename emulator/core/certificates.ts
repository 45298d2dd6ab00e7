/**
 * A certificate authority for one run of the emulator, and the certificates it signs: clients reach `*.twilio.com` over
 * real TLS and verify it as they always do.
 * @module
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
	AuthorityKeyIdentifierExtension,
	BasicConstraintsExtension,
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	type Extension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	SubjectKeyIdentifierExtension,
	X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const ISSUER = 'CN=Twilio emulator';
const DAY_MS = 86_400_000;

/** As `node:tls` takes it. */
interface Certificate {
	readonly key: string;
	readonly cert: string;
}

interface CertificateAuthority {
	/** The certificate that clients must trust, as PEM. */
	readonly cert: string;
	/** A certificate for one host. */
	issue(host: string): Promise<Certificate>;
}

/** Creates an authority whose key exists only in this process. */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
	const keys = await generateKeys();
	// Python checks key usage and both key identifiers since 3.13.
	const identifier = await AuthorityKeyIdentifierExtension.create(keys.publicKey);
	const cert = await X509CertificateGenerator.createSelfSigned({
		name: ISSUER,
		keys,
		...validity(),
		signingAlgorithm: ALGORITHM,
		extensions: [
			new BasicConstraintsExtension(true, undefined, true),
			new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
			await SubjectKeyIdentifierExtension.create(keys.publicKey),
			identifier,
		],
	});
	const issue = async (host: string): Promise<Certificate> => {
		const own = await generateKeys();
		const extensions: Extension[] = [
			new BasicConstraintsExtension(false),
			new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
			new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
			new SubjectAlternativeNameExtension([{ type: 'dns', value: host }]),
			await SubjectKeyIdentifierExtension.create(own.publicKey),
			identifier,
		];
		const signed = await X509CertificateGenerator.create({
			subject: `CN=${host}`,
			issuer: ISSUER,
			publicKey: own.publicKey,
			signingKey: keys.privateKey,
			...validity(),
			signingAlgorithm: ALGORITHM,
			extensions,
		});
		const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY');
		return { key, cert: signed.toString('pem') };
	};
	return { cert: cert.toString('pem'), issue };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Starts a day ago, since clocks differ. */
function validity(): { notBefore: Date; notAfter: Date } {
	const now = Date.now();
	return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 30 * DAY_MS) };
}
