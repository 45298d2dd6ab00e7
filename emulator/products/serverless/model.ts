/**
 * The resources of the Serverless API: services with their environments, uploaded code, and builds.
 * Field names: twilio-node 6.2 `rest/serverless/v1/service/**.d.ts`.
 * @module
 */

export type Visibility = 'public' | 'protected' | 'private';
type BuildStatus = 'building' | 'completed' | 'failed';

interface Dated {
	readonly sid: string;
	readonly dateCreated: Date;
	dateUpdated: Date;
}

export interface ServerlessService extends Dated {
	readonly uniqueName: string;
	friendlyName: string;
	/** Whether the context of its Functions has ACCOUNT_SID and AUTH_TOKEN. */
	includeCredentials: boolean;
	uiEditable: boolean;
	/** The unique name and four digits: the start of the domains of its environments. */
	readonly domainBase: string;
}

export interface ServerlessEnvironment extends Dated {
	readonly serviceSid: string;
	readonly uniqueName: string;
	readonly domainSuffix: string | null;
	/** `handoff-1234-dev.twil.io` */
	readonly domainName: string;
	/** The live build. */
	buildSid: string | null;
}

/** A Function or an Asset. It has only a name; the code is in its versions. */
export interface ServerlessResource extends Dated {
	readonly serviceSid: string;
	friendlyName: string;
}

/** One upload of a Function or an Asset. */
export interface ServerlessVersion {
	readonly sid: string;
	readonly serviceSid: string;
	/** The Function or Asset it is a version of. */
	readonly resourceSid: string;
	readonly path: string;
	readonly visibility: Visibility;
	readonly content: Buffer;
	/** Of the uploaded part. */
	readonly contentType: string;
	readonly dateCreated: Date;
}

export interface Dependency {
	readonly name: string;
	readonly version: string;
}

export interface ServerlessBuild extends Dated {
	readonly serviceSid: string;
	status: BuildStatus;
	/** The status after the last poll. */
	readonly outcome: 'completed' | 'failed';
	/** How many more polls return `building`. */
	pollsLeft: number;
	readonly functionVersionSids: readonly string[];
	readonly assetVersionSids: readonly string[];
	/** In the order of the request. */
	readonly dependencies: readonly Dependency[];
	readonly runtime: string;
}

export interface ServerlessVariable extends Dated {
	readonly serviceSid: string;
	readonly environmentSid: string;
	key: string;
	value: string;
}

/** A line that a Function printed. */
export interface ServerlessLog {
	readonly sid: string;
	readonly serviceSid: string;
	readonly environmentSid: string;
	readonly buildSid: string;
	/** `null` when no Function had run before. */
	readonly functionSid: string | null;
	readonly requestSid: string | null;
	readonly level: 'info' | 'error';
	readonly message: string;
	readonly dateCreated: Date;
}

/** The Serverless part of a world: maps by SID, oldest first, and the outcome of the next build. */
export class Serverless {
	readonly services = new Map<string, ServerlessService>();
	readonly environments = new Map<string, ServerlessEnvironment>();
	readonly functions = new Map<string, ServerlessResource>();
	readonly functionVersions = new Map<string, ServerlessVersion>();
	readonly assets = new Map<string, ServerlessResource>();
	readonly assetVersions = new Map<string, ServerlessVersion>();
	readonly builds = new Map<string, ServerlessBuild>();
	readonly variables = new Map<string, ServerlessVariable>();
	/** What Functions have printed, oldest first. */
	readonly logs: ServerlessLog[] = [];
	/** The output of the runtimes of deployed Functions, oldest first. */
	readonly output: string[] = [];

	/** Makes the next build fail, and only that one. */
	failNextBuild = false;
	/** How many polls of a build return `building`. */
	pollsPerBuild = 1;
	/** The time limit of a Function: https://www.twilio.com/docs/serverless/functions-assets/functions (10 s). */
	timeLimitMs = 10_000;

	/** What is in services, kind by kind. */
	contents(): Map<string, { readonly serviceSid: string }>[] {
		const { environments, functions, functionVersions, assets, assetVersions, builds, variables } = this;
		return [environments, functions, functionVersions, assets, assetVersions, builds, variables];
	}

	/** The environment with this domain name. */
	environmentAt(domainName: string): ServerlessEnvironment | undefined {
		return [...this.environments.values()].find((environment) => environment.domainName === domainName);
	}

	/**
	 * The live build of an environment, with its code.
	 * @returns `undefined` before its first deployment
	 * @example world.serverless.live(environment)?.functions.map(({ path }) => path) // ['/handoff', …]
	 */
	live(
		environment: ServerlessEnvironment,
	): { build: ServerlessBuild; functions: ServerlessVersion[]; assets: ServerlessVersion[] } | undefined {
		const build = this.builds.get(environment.buildSid ?? '');
		if (!build) return undefined;
		const versions = (sids: readonly string[], among: ReadonlyMap<string, ServerlessVersion>) =>
			sids.flatMap((sid) => among.get(sid) ?? []);
		return {
			build,
			functions: versions(build.functionVersionSids, this.functionVersions),
			assets: versions(build.assetVersionSids, this.assetVersions),
		};
	}

	/** The variables of an environment, by key. */
	variablesOf({ sid }: ServerlessEnvironment): Record<string, string> {
		const variables = [...this.variables.values()].filter(({ environmentSid }) => environmentSid === sid);
		return Object.fromEntries(variables.map(({ key, value }) => [key, value]));
	}
}
