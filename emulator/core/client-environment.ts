/**
 * How unmodified clients reach the emulator.
 * @module
 */

/**
 * The environment in which a client reaches the emulator instead of Twilio: twilio-node reads `HTTP_PROXY` and Node
 * `NODE_EXTRA_CA_CERTS`, Python's httpx `HTTPS_PROXY` and `SSL_CERT_FILE`, requests `REQUESTS_CA_BUNDLE`, curl
 * `HTTPS_PROXY`, `http_proxy` (in lower case only) and `CURL_CA_BUNDLE`. All but `NODE_EXTRA_CA_CERTS` replace the
 * roots a client trusts: over TLS, such a process reaches only the emulator.
 * @param caPath the file with the certificate authority
 */
export function clientEnvironment(proxyUrl: string, caPath: string): Record<string, string> {
	return {
		HTTP_PROXY: proxyUrl,
		HTTPS_PROXY: proxyUrl,
		http_proxy: proxyUrl,
		https_proxy: proxyUrl,
		NO_PROXY: 'localhost,127.0.0.1',
		no_proxy: 'localhost,127.0.0.1',
		NODE_EXTRA_CA_CERTS: caPath,
		SSL_CERT_FILE: caPath,
		REQUESTS_CA_BUNDLE: caPath,
		TWILIO_CA_BUNDLE: caPath,
		CURL_CA_BUNDLE: caPath,
	};
}
