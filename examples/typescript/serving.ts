// Written by tools/typescript.py from the package's schema: do not edit.

import * as pulumi from "@pulumi/pulumi";

function secret<T>(value: T | undefined): pulumi.Output<T> | undefined {
    return value === undefined ? undefined : pulumi.secret(value) as pulumi.Output<T>;
}

function json(value: unknown): pulumi.Output<string> | undefined {
    return value === undefined ? undefined : pulumi.jsonStringify(value);
}

export interface ProviderArgs {
    /** The account of alibaba. */
    alibaba?: pulumi.Input<AlibabaSettingsArgs>;
    /** The account of huawei. */
    huawei?: pulumi.Input<HuaweiSettingsArgs>;
    /** The account of ppio. */
    ppio?: pulumi.Input<PpioSettingsArgs>;
}

/** An account of each cloud that is named; what is left out comes from the environment. */
export class Provider extends pulumi.ProviderResource {
    constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
        super("serving", name, { alibaba: secret(json(args.alibaba)), huawei: secret(json(args.huawei)), ppio: secret(json(args.ppio)) }, opts);
    }
}

/** An account of alibaba, and where its resources live. */
export interface AlibabaSettingsArgs {
    /** Access key id. */
    accessKey?: pulumi.Input<string>;
    /** Base URL of the API, inside a VPC for instance; left out, the region's own. */
    easBaseUrl?: pulumi.Input<string>;
    /** In place of keys, a profile of the vendor's command line. */
    profile?: pulumi.Input<string>;
    /** Region of the services, such as `cn-shanghai`. */
    region?: pulumi.Input<string>;
    /** Access key secret. */
    secretKey?: pulumi.Input<string>;
    /** STS token that temporary keys come with. */
    securityToken?: pulumi.Input<string>;
}

/** An account of alibaba, and where its resources live. */
export interface AlibabaSettings {
    /** Access key id. */
    accessKey?: string;
    /** Base URL of the API, inside a VPC for instance; left out, the region's own. */
    easBaseUrl?: string;
    /** In place of keys, a profile of the vendor's command line. */
    profile?: string;
    /** Region of the services, such as `cn-shanghai`. */
    region?: string;
    /** Access key secret. */
    secretKey?: string;
    /** STS token that temporary keys come with. */
    securityToken?: string;
}

/** An endpoint that is waited for. */
export interface AwaitedArgs {
    /** Its output of this name: what changed is waited for anew. */
    changedAt?: pulumi.Input<string>;
    /** Its id. */
    id: pulumi.Input<string>;
    /** How long; the default is that of the resource. */
    limits?: pulumi.Input<LimitsArgs>;
    /** Its output of this name, if it is not at the settings' own. */
    location?: pulumi.Input<string>;
}

/** An endpoint that is waited for. */
export interface Awaited {
    /** Its output of this name: what changed is waited for anew. */
    changedAt?: string;
    /** Its id. */
    id: string;
    /** How long; the default is that of the resource. */
    limits?: Limits;
    /** Its output of this name, if it is not at the settings' own. */
    location?: string;
}

/** What is known of an endpoint of a fleet once it serves. */
export interface FleetEndpointArgs {
    /** Its id. */
    id?: pulumi.Input<string>;
    /** What the cloud says of it, in lower case. */
    status?: pulumi.Input<string>;
    /** Its address. */
    url?: pulumi.Input<string>;
}

/** What is known of an endpoint of a fleet once it serves. */
export interface FleetEndpoint {
    /** Its id. */
    id?: string;
    /** What the cloud says of it, in lower case. */
    status?: string;
    /** Its address. */
    url?: string;
}

/** An account of huawei, and where its resources live. */
export interface HuaweiSettingsArgs {
    /** Access key (AK) of a key pair. */
    accessKey?: pulumi.Input<string>;
    /** Account (domain) of the IAM user. */
    domainName?: pulumi.Input<string>;
    /** Base URL of the API, in place of the region's. */
    fabricBaseUrl?: pulumi.Input<string>;
    /** Base URL of the identity service, in place of the region's. */
    iamBaseUrl?: pulumi.Input<string>;
    /** Password of the IAM user. */
    password?: pulumi.Input<string>;
    /** Project, if it is not the region's own, which is looked up. */
    projectId?: pulumi.Input<string>;
    /** Region, such as `cn-north-4`. */
    region?: pulumi.Input<string>;
    /** Secret key (SK) of the pair. */
    secretKey?: pulumi.Input<string>;
    /** Token that goes with a temporary key pair. */
    securityToken?: pulumi.Input<string>;
    /** Token of your own, in place of a pair or a user; nobody renews it. */
    token?: pulumi.Input<string>;
    /** IAM user, in place of a key pair: tokens are got and renewed. */
    userName?: pulumi.Input<string>;
    /** Workspace of the endpoints; see `get_workspaces`. */
    workspaceId?: pulumi.Input<string>;
}

/** An account of huawei, and where its resources live. */
export interface HuaweiSettings {
    /** Access key (AK) of a key pair. */
    accessKey?: string;
    /** Account (domain) of the IAM user. */
    domainName?: string;
    /** Base URL of the API, in place of the region's. */
    fabricBaseUrl?: string;
    /** Base URL of the identity service, in place of the region's. */
    iamBaseUrl?: string;
    /** Password of the IAM user. */
    password?: string;
    /** Project, if it is not the region's own, which is looked up. */
    projectId?: string;
    /** Region, such as `cn-north-4`. */
    region?: string;
    /** Secret key (SK) of the pair. */
    secretKey?: string;
    /** Token that goes with a temporary key pair. */
    securityToken?: string;
    /** Token of your own, in place of a pair or a user; nobody renews it. */
    token?: string;
    /** IAM user, in place of a key pair: tokens are got and renewed. */
    userName?: string;
    /** Workspace of the endpoints; see `get_workspaces`. */
    workspaceId?: string;
}

/** How long an endpoint is waited for, in seconds. */
export interface LimitsArgs {
    /** After it was made. */
    creating?: pulumi.Input<number>;
    /** After an update. */
    updating?: pulumi.Input<number>;
}

/** How long an endpoint is waited for, in seconds. */
export interface Limits {
    /** After it was made. */
    creating?: number;
    /** After an update. */
    updating?: number;
}

/** An account of ppio, and where its resources live. */
export interface PpioSettingsArgs {
    /** API key. */
    apiKey?: pulumi.Input<string>;
    /** Base URL of the API, `https://`, or `http://` for this machine's own addresses; left out, the brand's own. */
    baseUrl?: pulumi.Input<string>;
    /** The brand that the key is of; left out, `ppio`. */
    brand?: pulumi.Input<"ppio" | "novita">;
}

/** An account of ppio, and where its resources live. */
export interface PpioSettings {
    /** API key. */
    apiKey?: string;
    /** Base URL of the API, `https://`, or `http://` for this machine's own addresses; left out, the brand's own. */
    baseUrl?: string;
    /** The brand that the key is of; left out, `ppio`. */
    brand?: "ppio" | "novita";
}

export interface FleetArgs {
    /** Further accounts by their names: `cloud`, and its settings. */
    accounts?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    /** By the names of clouds, what their endpoints share. */
    defaults?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    /** The endpoints by their names: `cloud`, its arguments, and the options of a fleet. */
    endpoints?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
}

/**
 * Endpoints of all clouds, made at once, each as fast as the slowest of them. Without endpoints it reads those
 * of the stack's config: `serving:endpoints`, `serving:defaults`, `serving:accounts`.
 */
export class Fleet extends pulumi.ComponentResource {
    /** The endpoints by their names. */
    public readonly endpoints!: pulumi.Output<{ [key: string]: FleetEndpoint }>;
    /** What calls of those need whose cloud gives a token, by their names. */
    public readonly tokens!: pulumi.Output<{ [key: string]: string }>;

    constructor(name: string, args: FleetArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("serving:index:Fleet", name, { tokens: undefined, ...args }, opts, true);
    }
}

export interface ReadinessArgs {
    /** The cloud that they are of. */
    cloud: pulumi.Input<string>;
    /** The endpoints, by names of your own. */
    endpoints: pulumi.Input<{ [key: string]: pulumi.Input<AwaitedArgs> }>;
    /** Which kind of it, where several serve. */
    kind?: pulumi.Input<string>;
}

/** One wait for many endpoints of one account, so that they are made without each holding a slot of the engine. */
export class Readiness extends pulumi.CustomResource {
    /** The cloud that they are of. */
    public readonly cloud!: pulumi.Output<string>;
    /** The endpoints, by names of your own. */
    public readonly endpoints!: pulumi.Output<{ [key: string]: Awaited }>;
    /** Which kind of it, where several serve. */
    public readonly kind!: pulumi.Output<string | undefined>;
    /** `id`, `status` and `url` of each endpoint by its name. */
    public readonly states!: pulumi.Output<{ [key: string]: any } | undefined>;
    /** The tokens of those that have one, by their names. */
    public readonly tokens!: pulumi.Output<{ [key: string]: string } | undefined>;

    constructor(name: string, args: ReadinessArgs, opts?: pulumi.CustomResourceOptions) {
        super("serving:index:Readiness", name, { states: undefined, tokens: undefined, ...args },
            pulumi.mergeOptions({"aliases": [], "additionalSecretOutputs": ["tokens"]}, opts));
    }

    /** Read an existing one by its id, without owning it. */
    public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Readiness {
        return new Readiness(name, {} as ReadinessArgs, { ...opts, id });
    }
}

export namespace alibaba {
    /**
     * A service as a function returns it. Neither the access token nor the service's own configuration is among it,
     * so that no function can put one into a state or a log; ``config`` is what was sent as Config, as a string of
     * JSON. ``id`` is what ``AppService.get`` takes. List items lack the endpoints, and ``app_type`` is empty for
     * services that are no app services.
     */
    export interface ServiceResult {
        appType: string;
        appVersion: string;
        callerUid: string;
        config: string;
        cpu?: number;
        createTime: string;
        currentVersion?: number;
        gateway: string;
        gpu?: number;
        id: string;
        image: string;
        internetEndpoint: string;
        intranetEndpoint: string;
        labels: { [key: string]: string };
        latestVersion?: number;
        memory?: number;
        message: string;
        namespace: string;
        parentUid: string;
        pendingInstance?: number;
        quotaId: string;
        reason: string;
        region: string;
        resource: string;
        resourceAlias: string;
        role: string;
        runningInstance?: number;
        safetyLock: string;
        secondaryInternetEndpoint: string;
        secondaryIntranetEndpoint: string;
        serviceGroup: string;
        serviceId: string;
        serviceName: string;
        serviceSpec: string;
        source: string;
        status: string;
        totalInstance?: number;
        trafficState: string;
        updateTime: string;
        weight?: number;
        workspaceId: string;
    }

    export interface AppServiceArgs {
        /**
         * Type of the application (AppType): `LLM`, the default and the only one. Documented limit: not empty. A change
         * replaces the resource: only one type is documented, and what a change of it would do is not.
         */
        appType?: pulumi.Input<"LLM" | string>;
        /**
         * Version of the application (AppVersion), such as `v1`. Documented limit: not empty. Taking it away replaces
         * the resource: an update can't tell an absent value from an unchanged one.
         */
        appVersion?: pulumi.Input<string>;
        /**
         * Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or `NasConfigArgs`; any other
         * mapping is sent as it is. Taking it away replaces the resource: an update can't tell an absent value from an
         * unchanged one, nor an absent key.
         */
        config?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * Name of the service (ServiceName), unique in the region over all accounts. Left out, it is the resource's
         * logical name and a suffix. Documented limit: not empty. A change replaces the resource: the name is the
         * service's identity. A character that is no lower-case letter, digit or underscore, or another length than 3 to
         * 63, is a warning; upper case, blanks and `/` are errors.
         */
        name?: pulumi.Input<string>;
        /**
         * Quota that the instances are taken from (QuotaId). Documented limit: not empty. A change replaces the
         * resource: how a service moves to another quota is not documented.
         */
        quotaId?: pulumi.Input<string>;
        /** Number of instances. Documented limit: 1 to 2147483647. */
        replicas: pulumi.Input<number>;
        /**
         * Model and precision (ServiceSpec), such as `llama_7b_fp16`. Documented limit: not empty. The reference's list
         * may be old.
         */
        serviceSpec: pulumi.Input<"llama_7b_fp16" | "llama_7b_int8" | "llama_13b_fp16" | "chatglm_6b_fp16" | "chatglm_6b_int8" | "chatglm2_6b_fp16" | "baichuan_7b_int8" | "baichuan_13b_fp16" | "baichuan_7b_fp16" | string>;
        /** Wait until the service runs (the default); `False` returns once it is accepted. */
        waitUntilReady?: pulumi.Input<boolean>;
        /**
         * PAI workspace (WorkspaceId), a string though it is made of digits. Documented limit: not empty. A change
         * replaces the resource: how a service moves to another workspace is not documented.
         */
        workspaceId?: pulumi.Input<string>;
    }

    /** A model service of Alibaba Cloud PAI-EAS, deployed from a ready-made application template (an LLM). */
    export class AppService extends pulumi.CustomResource {
        /** What lets anybody call the model: sent as the header Authorization, without another word. */
        public readonly accessToken!: pulumi.Output<string | undefined>;
        /**
         * Type of the application (AppType): `LLM`, the default and the only one. Documented limit: not empty. A change
         * replaces the resource: only one type is documented, and what a change of it would do is not.
         */
        public readonly appType!: pulumi.Output<"LLM" | string | undefined>;
        /**
         * Version of the application (AppVersion), such as `v1`. Documented limit: not empty. Taking it away replaces
         * the resource: an update can't tell an absent value from an unchanged one.
         */
        public readonly appVersion!: pulumi.Output<string | undefined>;
        /** User who made it (CallerUid). */
        public readonly callerUid!: pulumi.Output<string | undefined>;
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /**
         * Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or `NasConfigArgs`; any other
         * mapping is sent as it is. Taking it away replaces the resource: an update can't tell an absent value from an
         * unchanged one, nor an absent key.
         */
        public readonly config!: pulumi.Output<{ [key: string]: any } | undefined>;
        /** When it was made, in UTC (CreateTime). */
        public readonly createTime!: pulumi.Output<string | undefined>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        public readonly extra!: pulumi.Output<{ [key: string]: any } | undefined>;
        /** Public address of the model (InternetEndpoint). */
        public readonly internetEndpoint!: pulumi.Output<string | undefined>;
        /** Address of the model inside a VPC (IntranetEndpoint). */
        public readonly intranetEndpoint!: pulumi.Output<string | undefined>;
        /** Base URL of the API and region where it lives. */
        public readonly location!: pulumi.Output<string>;
        /** The cloud's words on the status (Message). */
        public readonly message!: pulumi.Output<string | undefined>;
        /**
         * Name of the service (ServiceName), unique in the region over all accounts. Left out, it is the resource's
         * logical name and a suffix. Documented limit: not empty. A change replaces the resource: the name is the
         * service's identity. A character that is no lower-case letter, digit or underscore, or another length than 3 to
         * 63, is a warning; upper case, blanks and `/` are errors.
         */
        public readonly name!: pulumi.Output<string>;
        /** Account that owns it (ParentUid). */
        public readonly parentUid!: pulumi.Output<string | undefined>;
        /**
         * Quota that the instances are taken from (QuotaId). Documented limit: not empty. A change replaces the
         * resource: how a service moves to another quota is not documented.
         */
        public readonly quotaId!: pulumi.Output<string | undefined>;
        /** The cloud's word for why the status is what it is (Reason). */
        public readonly reason!: pulumi.Output<string | undefined>;
        /** Region of the service (Region). */
        public readonly region!: pulumi.Output<string | undefined>;
        /** Number of instances. Documented limit: 1 to 2147483647. */
        public readonly replicas!: pulumi.Output<number>;
        /** The cloud's id of the request that made it (RequestId). */
        public readonly requestId!: pulumi.Output<string | undefined>;
        /** What is locked: `none`, `dangerous` (deletion and stop) or `all` (SafetyLock). */
        public readonly safetyLock!: pulumi.Output<string | undefined>;
        /** The cloud's own id of the service (ServiceId): eas-m-... */
        public readonly serviceId!: pulumi.Output<string | undefined>;
        /**
         * Model and precision (ServiceSpec), such as `llama_7b_fp16`. Documented limit: not empty. The reference's list
         * may be old.
         */
        public readonly serviceSpec!: pulumi.Output<"llama_7b_fp16" | "llama_7b_int8" | "llama_13b_fp16" | "chatglm_6b_fp16" | "chatglm_6b_int8" | "chatglm2_6b_fp16" | "baichuan_7b_int8" | "baichuan_13b_fp16" | "baichuan_7b_fp16" | string>;
        /** The cloud's own word for where it is in its life: `Running`, `Failed`, ... */
        public readonly status!: pulumi.Output<string>;
        /** Address of the model: the public one, else that inside the VPC; None until it is known. */
        public readonly url!: pulumi.Output<string | undefined>;
        /** Wait until the service runs (the default); `False` returns once it is accepted. */
        public readonly waitUntilReady!: pulumi.Output<boolean | undefined>;
        /**
         * PAI workspace (WorkspaceId), a string though it is made of digits. Documented limit: not empty. A change
         * replaces the resource: how a service moves to another workspace is not documented.
         */
        public readonly workspaceId!: pulumi.Output<string | undefined>;

        constructor(name: string, args: AppServiceArgs, opts?: pulumi.CustomResourceOptions) {
            super("serving:alibaba:AppService", name, { accessToken: undefined, callerUid: undefined, changedAt: undefined, createTime: undefined, internetEndpoint: undefined, intranetEndpoint: undefined, location: undefined, message: undefined, parentUid: undefined, reason: undefined, region: undefined, requestId: undefined, safetyLock: undefined, serviceId: undefined, status: undefined, url: undefined, ...args },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/alibaba:AppService"}], "additionalSecretOutputs": ["accessToken"]}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): AppService {
            return new AppService(name, {} as AppServiceArgs, { ...opts, id });
        }
    }

    export interface GetServiceArgs {
        /** Name of the service, or the id of an `AppService`. */
        name: string;
    }

    export interface GetServiceOutputArgs {
        /** Name of the service, or the id of an `AppService`. */
        name: pulumi.Input<string>;
    }

    export interface GetServiceFound {
        appType: string;
        appVersion: string;
        callerUid: string;
        config: string;
        cpu?: number;
        createTime: string;
        currentVersion?: number;
        gateway: string;
        gpu?: number;
        id: string;
        image: string;
        internetEndpoint: string;
        intranetEndpoint: string;
        labels: { [key: string]: string };
        latestVersion?: number;
        memory?: number;
        message: string;
        namespace: string;
        parentUid: string;
        pendingInstance?: number;
        quotaId: string;
        reason: string;
        region: string;
        resource: string;
        resourceAlias: string;
        role: string;
        runningInstance?: number;
        safetyLock: string;
        secondaryInternetEndpoint: string;
        secondaryIntranetEndpoint: string;
        serviceGroup: string;
        serviceId: string;
        serviceName: string;
        serviceSpec: string;
        source: string;
        status: string;
        totalInstance?: number;
        trafficState: string;
        updateTime: string;
        weight?: number;
        workspaceId: string;
    }

    /**
     * Read one service of the region by its name, or by an ``AppService``'s id (DescribeService). A missing one is a
     * LookupFailedError, which ends the program with one line. As an output give its id rather than its name: the
     * name is known before there is a service, and so would be looked up in a preview.
     */
    export function getService(args: GetServiceArgs, opts?: pulumi.InvokeOptions): Promise<GetServiceFound> {
        return pulumi.runtime.invoke("serving:alibaba:getService", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getServiceOutput(
        args: GetServiceOutputArgs, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetServiceFound> {
        return pulumi.runtime.invokeOutput("serving:alibaba:getService", args, opts ?? {});
    }

    export interface GetServicesArgs {
        autoscalerEnabled?: boolean;
        cronscalerEnabled?: boolean;
        filter?: string;
        gateway?: string;
        groupName?: string;
        includeNoWorkspace?: boolean;
        label?: { [key: string]: string };
        onlyAppServices?: boolean;
        order?: "asc" | "desc";
        parentServiceUid?: string;
        quotaId?: string;
        resourceAliasName?: string;
        resourceBurstable?: boolean;
        resourceId?: string;
        resourceName?: string;
        resourceType?: string;
        role?: string;
        serviceName?: string;
        serviceStatus?: string;
        serviceType?: string;
        serviceUid?: string;
        sort?: string;
        trafficState?: string;
        workspaceId?: string;
    }

    export interface GetServicesOutputArgs {
        autoscalerEnabled?: pulumi.Input<boolean>;
        cronscalerEnabled?: pulumi.Input<boolean>;
        filter?: pulumi.Input<string>;
        gateway?: pulumi.Input<string>;
        groupName?: pulumi.Input<string>;
        includeNoWorkspace?: pulumi.Input<boolean>;
        label?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
        onlyAppServices?: pulumi.Input<boolean>;
        order?: pulumi.Input<"asc" | "desc">;
        parentServiceUid?: pulumi.Input<string>;
        quotaId?: pulumi.Input<string>;
        resourceAliasName?: pulumi.Input<string>;
        resourceBurstable?: pulumi.Input<boolean>;
        resourceId?: pulumi.Input<string>;
        resourceName?: pulumi.Input<string>;
        resourceType?: pulumi.Input<string>;
        role?: pulumi.Input<string>;
        serviceName?: pulumi.Input<string>;
        serviceStatus?: pulumi.Input<string>;
        serviceType?: pulumi.Input<string>;
        serviceUid?: pulumi.Input<string>;
        sort?: pulumi.Input<string>;
        trafficState?: pulumi.Input<string>;
        workspaceId?: pulumi.Input<string>;
    }

    export interface GetServicesFound {
        services: ServiceResult[];
    }

    /** Read the app services of the region, page by page (ListServices): those that pass all of ``ServiceFilters``. */
    export function getServices(args: GetServicesArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetServicesFound> {
        return pulumi.runtime.invoke("serving:alibaba:getServices", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getServicesOutput(
        args: GetServicesOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetServicesFound> {
        return pulumi.runtime.invokeOutput("serving:alibaba:getServices", args, opts ?? {});
    }
}

export namespace huawei {
    /** An address of an endpoint. Its token is left out, so that no function can put it into a state or a log. */
    export interface AddressResult {
        address: string;
        name: string;
        type: string;
    }

    /** The agency of a Ray service. */
    export interface AgencyConfigArgs {
        /** Name of the agency. Known to later SDKs only; not sent unless set. */
        agencyName?: pulumi.Input<string>;
        /** Use an agency. Known to later SDKs only; not sent unless set. */
        enableAgency?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    }

    /** The agency of a Ray service. */
    export interface AgencyConfig {
        /** Name of the agency. Known to later SDKs only; not sent unless set. */
        agencyName?: string;
        /** Use an agency. Known to later SDKs only; not sent unless set. */
        enableAgency?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
    }

    /** The API of a Ray service. */
    export interface ApiConfigArgs {
        /**
         * Time limit of the backend; 0 to 600000. Documented limit: 0 or more. Known to later SDKs only; not sent unless
         * set.
         */
        backendTimeout?: pulumi.Input<number>;
        /** An API of its own. Known to later SDKs only; not sent unless set. */
        enableIndependentApi?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    }

    /** The API of a Ray service. */
    export interface ApiConfig {
        /**
         * Time limit of the backend; 0 to 600000. Documented limit: 0 or more. Known to later SDKs only; not sent unless
         * set.
         */
        backendTimeout?: number;
        /** An API of its own. Known to later SDKs only; not sent unless set. */
        enableIndependentApi?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
    }

    /** When a deployment gets more replicas (AutoscalingConfig). Further keys are sent as they are. */
    export interface AutoscalingConfigArgs {
        /** Seconds to wait before removing replicas. Documented limit: 0 or more. */
        downscaleDelayS?: pulumi.Input<number>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Replicas at the start. Documented limit: 0 or more. Outside of the range is a warning. */
        initialReplicas?: pulumi.Input<number>;
        /**
         * Most requests that a replica serves at a time. Later SDKs have `max_ongoing_requests` in the deployment; both
         * together are a warning.
         */
        maxConcurrentQueries?: pulumi.Input<number>;
        /** A later name of `max_concurrent_queries`. Known to later documents only; not sent unless set. */
        maxOngoingRequests?: pulumi.Input<number>;
        /** Most replicas. Documented limit: 0 or more. Less than `min_replicas` is a warning. */
        maxReplicas?: pulumi.Input<number>;
        /** Least replicas. Documented limit: 0 or more. */
        minReplicas?: pulumi.Input<number>;
        /**
         * Average of requests that a replica serves at a time. Later SDKs call it `target_ongoing_requests`; both
         * together are a warning.
         */
        targetNumOngoingRequestsPerReplica?: pulumi.Input<number>;
        /** The later name of `target_num_ongoing_requests_per_replica`. Known to later SDKs only; not sent unless set. */
        targetOngoingRequests?: pulumi.Input<number>;
        /** Seconds to wait before adding replicas. Documented limit: 0 or more. */
        upscaleDelayS?: pulumi.Input<number>;
    }

    /** When a deployment gets more replicas (AutoscalingConfig). Further keys are sent as they are. */
    export interface AutoscalingConfig {
        /** Seconds to wait before removing replicas. Documented limit: 0 or more. */
        downscaleDelayS?: number;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Replicas at the start. Documented limit: 0 or more. Outside of the range is a warning. */
        initialReplicas?: number;
        /**
         * Most requests that a replica serves at a time. Later SDKs have `max_ongoing_requests` in the deployment; both
         * together are a warning.
         */
        maxConcurrentQueries?: number;
        /** A later name of `max_concurrent_queries`. Known to later documents only; not sent unless set. */
        maxOngoingRequests?: number;
        /** Most replicas. Documented limit: 0 or more. Less than `min_replicas` is a warning. */
        maxReplicas?: number;
        /** Least replicas. Documented limit: 0 or more. */
        minReplicas?: number;
        /**
         * Average of requests that a replica serves at a time. Later SDKs call it `target_ongoing_requests`; both
         * together are a warning.
         */
        targetNumOngoingRequestsPerReplica?: number;
        /** The later name of `target_num_ongoing_requests_per_replica`. Known to later SDKs only; not sent unless set. */
        targetOngoingRequests?: number;
        /** Seconds to wait before adding replicas. Documented limit: 0 or more. */
        upscaleDelayS?: number;
    }

    /** A distributed cache that the endpoint mounts (CacheConfig). */
    export interface CacheConfigArgs {
        /** Id of an existing cache. Documented limit: not empty. */
        cacheInsId: pulumi.Input<string>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Mount path. Documented limit: not empty. */
        mntPath: pulumi.Input<string>;
    }

    /** A distributed cache that the endpoint mounts (CacheConfig). */
    export interface CacheConfig {
        /** Id of an existing cache. Documented limit: not empty. */
        cacheInsId: string;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Mount path. Documented limit: not empty. */
        mntPath: string;
    }

    /** CAP information (CapRef); what CAP is, the reference does not say. */
    export interface CapArgs {
        /** CAP id: 32 to 36 letters, digits and `-`. */
        capId?: pulumi.Input<string>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** CAP version id: 32 to 36 letters, digits and `-`. */
        versionId?: pulumi.Input<string>;
    }

    /** CAP information (CapRef); what CAP is, the reference does not say. */
    export interface Cap {
        /** CAP id: 32 to 36 letters, digits and `-`. */
        capId?: string;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** CAP version id: 32 to 36 letters, digits and `-`. */
        versionId?: string;
    }

    /** Data that the service reads (DataBriefInfo). */
    export interface DataInfoArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Address of the data. */
        inputPath?: pulumi.Input<string>;
    }

    /** Data that the service reads (DataBriefInfo). */
    export interface DataInfo {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Address of the data. */
        inputPath?: string;
    }

    /** A Ray Serve deployment (Deployment). Further keys are sent as they are. */
    export interface DeploymentArgs {
        /** When there are more replicas. */
        autoscalingConfig?: pulumi.Input<AutoscalingConfigArgs>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Most requests that a replica serves at a time. Known to later SDKs only; not sent unless set. */
        maxOngoingRequests?: pulumi.Input<number>;
        /** Most requests that wait; -1 for no limit. Known to later SDKs only; not sent unless set. */
        maxQueuedRequests?: pulumi.Input<number>;
        /** Most replicas on one node. */
        maxReplicasPerNode?: pulumi.Input<number>;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Documented limit: not empty. More than 64
         * characters are a warning.
         */
        name?: pulumi.Input<string>;
        /** Number of replicas. Documented limit: 0 or more. Together with `autoscaling_config` a warning. */
        numReplicas?: pulumi.Input<number>;
        /** What each replica gets. */
        rayActorOptions?: pulumi.Input<RayActorOptionsArgs>;
        /** Configuration for the code, of any form. */
        userConfig?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    }

    /** A Ray Serve deployment (Deployment). Further keys are sent as they are. */
    export interface Deployment {
        /** When there are more replicas. */
        autoscalingConfig?: AutoscalingConfig;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Most requests that a replica serves at a time. Known to later SDKs only; not sent unless set. */
        maxOngoingRequests?: number;
        /** Most requests that wait; -1 for no limit. Known to later SDKs only; not sent unless set. */
        maxQueuedRequests?: number;
        /** Most replicas on one node. */
        maxReplicasPerNode?: number;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Documented limit: not empty. More than 64
         * characters are a warning.
         */
        name?: string;
        /** Number of replicas. Documented limit: 0 or more. Together with `autoscaling_config` a warning. */
        numReplicas?: number;
        /** What each replica gets. */
        rayActorOptions?: RayActorOptions;
        /** Configuration for the code, of any form. */
        userConfig?: { [key: string]: any };
    }

    /** The configuration of an endpoint (EndpointConfig). */
    export interface EndpointConfigArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Settings of a `ray_service`. */
        rayServiceConfig?: pulumi.Input<RayServiceConfigArgs>;
    }

    /** The configuration of an endpoint (EndpointConfig). */
    export interface EndpointConfig {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Settings of a `ray_service`. */
        rayServiceConfig?: RayServiceConfig;
    }

    /**
     * An endpoint as a function returns it. ``ray_resource`` is as the API returns it, with ``head_group_spec`` and
     * ``worker_group_spec``. Items of a list lack ``url``, ``urls`` and what follows them. ``config`` is left out:
     * it may hold secrets.
     */
    export interface EndpointResult {
        businessEngineInstanceIds: string[];
        caches: { [key: string]: any }[];
        cap: { [key: string]: any };
        createTime: string;
        customImageId: string;
        description: string;
        errorCode: string;
        errorMsg: string;
        id: string;
        name: string;
        owner: { [key: string]: any };
        rayResource: { [key: string]: any };
        reservedResource: { [key: string]: any };
        runtimeEnvType: string;
        status: string;
        tokensQuota: { [key: string]: any };
        type: string;
        updateTime: string;
        url: string;
        urls: AddressResult[];
        visibility: string;
    }

    /** The head of a Ray cluster (HeadGroupSpecV2). */
    export interface HeadGroupSpecArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Most resources that it gets. */
        limits?: pulumi.Input<ResourceSpecArgs>;
        /** Least resources that it needs. */
        requests?: pulumi.Input<ResourceSpecArgs>;
    }

    /** The head of a Ray cluster (HeadGroupSpecV2). */
    export interface HeadGroupSpec {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Most resources that it gets. */
        limits?: ResourceSpec;
        /** Least resources that it needs. */
        requests?: ResourceSpec;
    }

    /** The head node of a Ray cluster (HeadNodeResourceDemand). */
    export interface HeadNodeResourceArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: pulumi.Input<string>;
    }

    /** The head node of a Ray cluster (HeadNodeResourceDemand). */
    export interface HeadNodeResource {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: string;
    }

    /** Where the logs of a Ray cluster go (LogConfig). */
    export interface LogConfigArgs {
        /** Record logs to LTS. */
        enableLtsLog?: pulumi.Input<boolean>;
        /** Dump logs to OBS. Needs `enable_lts_log`. */
        enableObsLog?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** OBS path of the logs. Missing with `enable_obs_log` is a warning. */
        obsPath?: pulumi.Input<string>;
    }

    /** Where the logs of a Ray cluster go (LogConfig). */
    export interface LogConfig {
        /** Record logs to LTS. */
        enableLtsLog?: boolean;
        /** Dump logs to OBS. Needs `enable_lts_log`. */
        enableObsLog?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** OBS path of the logs. Missing with `enable_obs_log` is a warning. */
        obsPath?: string;
    }

    /** Login of a Ray service by OIDC. */
    export interface OidcConfigArgs {
        /** Client id. Known to later SDKs only; not sent unless set. */
        clientId?: pulumi.Input<string>;
        /** Use OIDC. Known to later SDKs only; not sent unless set. */
        enableOidc?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Namespace: 16 characters, `ray-svc-...`. Known to later SDKs only; not sent unless set. */
        namespace?: pulumi.Input<string>;
    }

    /** Login of a Ray service by OIDC. */
    export interface OidcConfig {
        /** Client id. Known to later SDKs only; not sent unless set. */
        clientId?: string;
        /** Use OIDC. Known to later SDKs only; not sent unless set. */
        enableOidc?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Namespace: 16 characters, `ray-svc-...`. Known to later SDKs only; not sent unless set. */
        namespace?: string;
    }

    /** Who made an endpoint. */
    export interface OwnerArgs {
        /** Id of the account. */
        domainId?: pulumi.Input<string>;
        /** Name of the account. */
        domainName?: pulumi.Input<string>;
        /** Id of the user. */
        userId?: pulumi.Input<string>;
        /** Name of the user. */
        userName?: pulumi.Input<string>;
    }

    /** Who made an endpoint. */
    export interface Owner {
        /** Id of the account. */
        domainId?: string;
        /** Name of the account. */
        domainName?: string;
        /** Id of the user. */
        userId?: string;
        /** Name of the user. */
        userName?: string;
    }

    /** What each replica of a deployment gets (RayActorOptions). */
    export interface RayActorOptionsArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Memory; the reference states no unit (Ray's is bytes). Documented limit: 0 or more. */
        memory?: pulumi.Input<number>;
        /** CPUs; fractions are allowed. Documented limit: 0 or more. */
        numCpus?: pulumi.Input<number>;
        /** Custom resources, one text, passed on untouched. */
        resources?: pulumi.Input<string>;
    }

    /** What each replica of a deployment gets (RayActorOptions). */
    export interface RayActorOptions {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Memory; the reference states no unit (Ray's is bytes). Documented limit: 0 or more. */
        memory?: number;
        /** CPUs; fractions are allowed. Documented limit: 0 or more. */
        numCpus?: number;
        /** Custom resources, one text, passed on untouched. */
        resources?: string;
    }

    /** The Ray cluster of a service (RayClusterConfig). */
    export interface RayClusterConfigArgs {
        /** Free sizes of resources. Known to later SDKs only; not sent unless set. */
        enableCustom?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** The head. */
        headGroupSpec: pulumi.Input<HeadGroupSpecArgs>;
        /** The groups of workers. None are a warning. */
        workerGroupSpecs: pulumi.Input<pulumi.Input<WorkerGroupSpecArgs>[]>;
    }

    /** The Ray cluster of a service (RayClusterConfig). */
    export interface RayClusterConfig {
        /** Free sizes of resources. Known to later SDKs only; not sent unless set. */
        enableCustom?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** The head. */
        headGroupSpec: HeadGroupSpec;
        /** The groups of workers. None are a warning. */
        workerGroupSpecs: WorkerGroupSpec[];
    }

    /** The nodes of a Ray cluster (RayResourceInput). */
    export interface RayResourceArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** The head node. */
        headNodeResource: pulumi.Input<HeadNodeResourceArgs>;
        /** The groups of worker nodes. */
        workNodeResources: pulumi.Input<pulumi.Input<WorkNodeResourceArgs>[]>;
    }

    /** The nodes of a Ray cluster (RayResourceInput). */
    export interface RayResource {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** The head node. */
        headNodeResource: HeadNodeResource;
        /** The groups of worker nodes. */
        workNodeResources: WorkNodeResource[];
    }

    /** What runs on the Ray cluster (RayServeConfig). */
    export interface RayServeConfigArgs {
        /** The applications. More than 5 are a warning. */
        applications?: pulumi.Input<pulumi.Input<ServeApplicationArgs>[]>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
    }

    /** What runs on the Ray cluster (RayServeConfig). */
    export interface RayServeConfig {
        /** The applications. More than 5 are a warning. */
        applications?: ServeApplication[];
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
    }

    /** A Ray service (RayServiceConfig). */
    export interface RayServiceConfigArgs {
        /** Its agency. Known to later SDKs only; not sent unless set. */
        agencyConfig?: pulumi.Input<AgencyConfigArgs>;
        /** Its API. Known to later SDKs only; not sent unless set. */
        apiConfig?: pulumi.Input<ApiConfigArgs>;
        /** Data that it reads. More than 1 is a warning. */
        dataInfos?: pulumi.Input<pulumi.Input<DataInfoArgs>[]>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * Where its logs go. Known to later SDKs only; not sent unless set; a change is always a replacement, since an
         * update ignores it.
         */
        logConfig?: pulumi.Input<RayServiceLogConfigArgs>;
        /** Login by OIDC. Known to later SDKs only; not sent unless set. */
        oidcConfig?: pulumi.Input<OidcConfigArgs>;
        /** The cluster. */
        rayClusterConfig: pulumi.Input<RayClusterConfigArgs>;
        /** What runs on the cluster. */
        rayServeConfig: pulumi.Input<RayServeConfigArgs>;
    }

    /** A Ray service (RayServiceConfig). */
    export interface RayServiceConfig {
        /** Its agency. Known to later SDKs only; not sent unless set. */
        agencyConfig?: AgencyConfig;
        /** Its API. Known to later SDKs only; not sent unless set. */
        apiConfig?: ApiConfig;
        /** Data that it reads. More than 1 is a warning. */
        dataInfos?: DataInfo[];
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /**
         * Where its logs go. Known to later SDKs only; not sent unless set; a change is always a replacement, since an
         * update ignores it.
         */
        logConfig?: RayServiceLogConfig;
        /** Login by OIDC. Known to later SDKs only; not sent unless set. */
        oidcConfig?: OidcConfig;
        /** The cluster. */
        rayClusterConfig: RayClusterConfig;
        /** What runs on the cluster. */
        rayServeConfig: RayServeConfig;
    }

    /** Where the logs of a Ray service go. Not the `log_config` of the endpoint. */
    export interface RayServiceLogConfigArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** The LTS stream. Known to later SDKs only; not sent unless set. */
        lts?: pulumi.Input<RayServiceLtsArgs>;
    }

    /** Where the logs of a Ray service go. Not the `log_config` of the endpoint. */
    export interface RayServiceLogConfig {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** The LTS stream. Known to later SDKs only; not sent unless set. */
        lts?: RayServiceLts;
    }

    /** The LTS stream for the logs of a Ray service. */
    export interface RayServiceLtsArgs {
        /** Record logs to LTS. Known to later SDKs only; not sent unless set. */
        enabled?: pulumi.Input<boolean>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Id of an existing log group. Known to later SDKs only; not sent unless set. */
        logGroupId?: pulumi.Input<string>;
        /** Id of an existing log stream. Known to later SDKs only; not sent unless set. */
        logStreamId?: pulumi.Input<string>;
    }

    /** The LTS stream for the logs of a Ray service. */
    export interface RayServiceLts {
        /** Record logs to LTS. Known to later SDKs only; not sent unless set. */
        enabled?: boolean;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Id of an existing log group. Known to later SDKs only; not sent unless set. */
        logGroupId?: string;
        /** Id of an existing log stream. Known to later SDKs only; not sent unless set. */
        logStreamId?: string;
    }

    /** The reserved resources of an endpoint (ReservedResource). */
    export interface ReservedResourceArgs {
        /** Application processing units. */
        apu?: pulumi.Input<ResourceDefArgs>;
        /** Data processing units. */
        dpu?: pulumi.Input<SqlResourceDefArgs>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Model units. */
        mu?: pulumi.Input<ResourceDemandArgs>;
    }

    /** The reserved resources of an endpoint (ReservedResource). */
    export interface ReservedResource {
        /** Application processing units. */
        apu?: ResourceDef;
        /** Data processing units. */
        dpu?: SqlResourceDef;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Model units. */
        mu?: ResourceDemand;
    }

    /** An amount of a specification: kept warm, and at most (ResourceDef). */
    export interface ResourceDefArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * Most at a time. Left out, it is `warm_up_num`: no elastic resources. Documented limit: 0 or more. Less than
         * `warm_up_num` is a warning.
         */
        maxNum?: pulumi.Input<number>;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: pulumi.Input<string>;
        /** Amount kept ready at all times, and billed. Documented limit: 0 or more. */
        warmUpNum: pulumi.Input<number>;
    }

    /** An amount of a specification: kept warm, and at most (ResourceDef). */
    export interface ResourceDef {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /**
         * Most at a time. Left out, it is `warm_up_num`: no elastic resources. Documented limit: 0 or more. Less than
         * `warm_up_num` is a warning.
         */
        maxNum?: number;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: string;
        /** Amount kept ready at all times, and billed. Documented limit: 0 or more. */
        warmUpNum: number;
    }

    /** A range of instances of a specification (ResourceDemand). */
    export interface ResourceDemandArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Most instances. Documented limit: 0 or more. Less than `min` is a warning. */
        max: pulumi.Input<number>;
        /** Least instances, billed at all times. Documented limit: 0 or more. */
        min: pulumi.Input<number>;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: pulumi.Input<string>;
    }

    /** A range of instances of a specification (ResourceDemand). */
    export interface ResourceDemand {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Most instances. Documented limit: 0 or more. Less than `min` is a warning. */
        max: number;
        /** Least instances, billed at all times. Documented limit: 0 or more. */
        min: number;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: string;
    }

    /** The size of a node (ResourceSpec). */
    export interface ResourceSpecArgs {
        /** CPUs, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        cpuResource?: pulumi.Input<number>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Memory, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        memoryResource?: pulumi.Input<number>;
        /** NPUs, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        npuResource?: pulumi.Input<number>;
        /** Specification; see `get_specs`. */
        specCode?: pulumi.Input<string>;
    }

    /** The size of a node (ResourceSpec). */
    export interface ResourceSpec {
        /** CPUs, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        cpuResource?: number;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Memory, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        memoryResource?: number;
        /** NPUs, with `enable_custom`. Documented limit: 0 or more. Known to later SDKs only; not sent unless set. */
        npuResource?: number;
        /** Specification; see `get_specs`. */
        specCode?: string;
    }

    /** A Ray Serve application (ServeApplication). */
    export interface ServeApplicationArgs {
        /** Its deployments. None, or more than 5, are a warning. */
        deployments: pulumi.Input<pulumi.Input<DeploymentArgs>[]>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Import path of the application. Documented limit: not empty. */
        importPath: pulumi.Input<string>;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Documented limit: not empty. More than 64
         * characters are a warning.
         */
        name: pulumi.Input<string>;
        /** Path under which it is called; unique among the applications. */
        routePrefix?: pulumi.Input<string>;
        /** Its code and environment; may be `{}`. */
        runtimeEnv: pulumi.Input<ServeRuntimeEnvArgs>;
    }

    /** A Ray Serve application (ServeApplication). */
    export interface ServeApplication {
        /** Its deployments. None, or more than 5, are a warning. */
        deployments: Deployment[];
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Import path of the application. Documented limit: not empty. */
        importPath: string;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Documented limit: not empty. More than 64
         * characters are a warning.
         */
        name: string;
        /** Path under which it is called; unique among the applications. */
        routePrefix?: string;
        /** Its code and environment; may be `{}`. */
        runtimeEnv: ServeRuntimeEnv;
    }

    /** Where the code of an application is, and its environment (ServeRuntimeEnv). */
    export interface ServeRuntimeEnvArgs {
        /** Environment variables; their values are secret. */
        envVars?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Directory of the code: a remote URI (such as S3) or a local path. */
        workingDir?: pulumi.Input<string>;
    }

    /** Where the code of an application is, and its environment (ServeRuntimeEnv). */
    export interface ServeRuntimeEnv {
        /** Environment variables; their values are secret. */
        envVars?: { [key: string]: string };
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Directory of the code: a remote URI (such as S3) or a local path. */
        workingDir?: string;
    }

    /** A specification: what a ``spec_code`` names. */
    export interface SpecResult {
        maxStrideNum?: number;
        minStrideNum?: number;
        resourceType: string;
        specCode: string;
        specType: string;
        stride?: number;
        strideNumWhitelist: any[];
        unit: string;
        usageFactor: string;
        usageMeasureId: string;
    }

    /** An amount of a specification for SQL (ResourceDef; SqlResourceDef in the ListEndpoints reference). */
    export interface SqlResourceDefArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * Most at a time. Left out, it is `warm_up_num`: no elastic resources. Documented limit: 0 or more. Less than
         * `warm_up_num` is a warning.
         */
        maxNum?: pulumi.Input<number>;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: pulumi.Input<string>;
        /** Use public resources. Known to later SDKs only; not sent unless set. */
        usePublicResource?: pulumi.Input<boolean>;
        /** Amount kept ready at all times, and billed. Documented limit: 0 or more. */
        warmUpNum: pulumi.Input<number>;
    }

    /** An amount of a specification for SQL (ResourceDef; SqlResourceDef in the ListEndpoints reference). */
    export interface SqlResourceDef {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /**
         * Most at a time. Left out, it is `warm_up_num`: no elastic resources. Documented limit: 0 or more. Less than
         * `warm_up_num` is a warning.
         */
        maxNum?: number;
        /** Specification; see `get_specs`. Documented limit: not empty. */
        specCode: string;
        /** Use public resources. Known to later SDKs only; not sent unless set. */
        usePublicResource?: boolean;
        /** Amount kept ready at all times, and billed. Documented limit: 0 or more. */
        warmUpNum: number;
    }

    /** How many tokens an endpoint may use. */
    export interface TokensQuotaArgs {
        /** Until when. */
        expireTime?: pulumi.Input<string>;
        /** How many it may use. */
        total?: pulumi.Input<number>;
        /** How many it has used. */
        used?: pulumi.Input<number>;
    }

    /** How many tokens an endpoint may use. */
    export interface TokensQuota {
        /** Until when. */
        expireTime?: string;
        /** How many it may use. */
        total?: number;
        /** How many it has used. */
        used?: number;
    }

    /** An address of an endpoint. */
    export interface UrlArgs {
        /** The address. */
        address?: pulumi.Input<string>;
        /** What it is for: `ApiInvoke` takes REST calls. */
        name?: pulumi.Input<string>;
        /** What calls of it need. */
        token?: pulumi.Input<string>;
        /** `PUBLIC`, or inside a VPC. */
        type?: pulumi.Input<string>;
    }

    /** An address of an endpoint. */
    export interface Url {
        /** The address. */
        address?: string;
        /** What it is for: `ApiInvoke` takes REST calls. */
        name?: string;
        /** What calls of it need. */
        token?: string;
        /** `PUBLIC`, or inside a VPC. */
        type?: string;
    }

    /** A group of worker nodes of a Ray cluster (WorkNodeResourceDemand). */
    export interface WorkNodeResourceArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Name of this group. Documented limit: not empty. */
        name: pulumi.Input<string>;
        /** How many nodes, of which size. */
        resource: pulumi.Input<ResourceDemandArgs>;
    }

    /** A group of worker nodes of a Ray cluster (WorkNodeResourceDemand). */
    export interface WorkNodeResource {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Name of this group. Documented limit: not empty. */
        name: string;
        /** How many nodes, of which size. */
        resource: ResourceDemand;
    }

    /** A group of workers of a Ray cluster (WorkerGroupSpecV2). */
    export interface WorkerGroupSpecArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Most resources that each gets. */
        limits?: pulumi.Input<ResourceSpecArgs>;
        /** Most workers. Documented limit: 0 or more. Less than `min_replicas` is a warning. */
        maxReplicas?: pulumi.Input<number>;
        /** Least workers, billed at all times. Documented limit: 0 or more. */
        minReplicas?: pulumi.Input<number>;
        /** Name of this group. */
        name?: pulumi.Input<string>;
        /** Least resources that each needs. */
        requests?: pulumi.Input<ResourceSpecArgs>;
    }

    /** A group of workers of a Ray cluster (WorkerGroupSpecV2). */
    export interface WorkerGroupSpec {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Most resources that each gets. */
        limits?: ResourceSpec;
        /** Most workers. Documented limit: 0 or more. Less than `min_replicas` is a warning. */
        maxReplicas?: number;
        /** Least workers, billed at all times. Documented limit: 0 or more. */
        minReplicas?: number;
        /** Name of this group. */
        name?: string;
        /** Least resources that each needs. */
        requests?: ResourceSpec;
    }

    /** A workspace: what the setting ``workspaceId``, or an endpoint's ``workspace_id``, names. */
    export interface WorkspaceResult {
        accessUrl: string;
        createDomainName: string;
        createTime: string;
        createUserName: string;
        description: string;
        enterpriseProjectId: string;
        id: string;
        metastoreId: string;
        name: string;
    }

    export interface EndpointArgs {
        /** Distributed caches that it mounts. A change replaces the resource: the update call does not take it. */
        cacheList?: pulumi.Input<pulumi.Input<CacheConfigArgs>[]>;
        /** CAP information. Taking it, or a part of it, away is a replacement; with a `type` without Ray a warning. */
        cap?: pulumi.Input<CapArgs>;
        /**
         * Configuration of a `ray_service` endpoint. A change replaces the resource: whether the update call takes it is
         * disputed; see `update_config_in_place`. With another `type` a warning.
         */
        config?: pulumi.Input<EndpointConfigArgs>;
        /**
         * Id of a custom image: 32 to 36 letters, digits and `-`. A change replaces the resource: the update call does
         * not take it. Known to later SDKs only; not sent unless set.
         */
        customImageId?: pulumi.Input<string>;
        /** Description. More than 1024 characters are a warning. */
        description?: pulumi.Input<string>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * On deletion, also delete the job instances that still run on a Ray endpoint. Known to later documents only;
         * not sent unless set.
         */
        isDeleteAppInstance?: pulumi.Input<boolean>;
        /**
         * Where the logs of a Ray cluster go. A change replaces the resource: the update call does not take it. Later
         * SDKs lack it; with a `type` without Ray a warning.
         */
        logConfig?: pulumi.Input<LogConfigArgs>;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the resource's logical
         * name and a suffix. Documented limit: not empty. More than 128 characters are a warning.
         */
        name?: pulumi.Input<string>;
        /**
         * Access from the public network; the server's default is `False`. A change replaces the resource: the update
         * call does not take it. Known to later SDKs only; not sent unless set.
         */
        publicAccess?: pulumi.Input<boolean>;
        /** Nodes of the Ray cluster of a `ray` endpoint. Taking it away is a replacement; with another `type` a warning. */
        rayResource?: pulumi.Input<RayResourceArgs>;
        /** Reserved resources. Taking it, or a part of it, away is a replacement. */
        reservedResource?: pulumi.Input<ReservedResourceArgs>;
        /**
         * What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), `service`, `job` or
         * `sql`. Documented limit: not empty. A change replaces the resource: the update call does not take it.
         * `container_job` and `notebook` are known to later SDKs only.
         */
        type: pulumi.Input<"inference" | "ray" | "ray_service" | "service" | "job" | "sql" | "container_job" | "notebook" | string>;
        /**
         * Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. The vendor's
         * documents disagree whether that works: an update that has not taken fails the run.
         */
        updateConfigInPlace?: pulumi.Input<boolean>;
        /** Wait until the endpoint runs (the default); `False` returns once it is accepted. */
        waitUntilReady?: pulumi.Input<boolean>;
        /** Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings. */
        workspaceId?: pulumi.Input<string>;
    }

    /** An endpoint of Huawei Cloud DataArts Fabric: a model, a Ray cluster, a Ray service, or a resource group. */
    export class Endpoint extends pulumi.CustomResource {
        /** Ids of its engine instances. */
        public readonly businessEngineInstanceIds!: pulumi.Output<string[] | undefined>;
        /** Distributed caches that it mounts. A change replaces the resource: the update call does not take it. */
        public readonly cacheList!: pulumi.Output<CacheConfig[] | undefined>;
        /** CAP information. Taking it, or a part of it, away is a replacement; with a `type` without Ray a warning. */
        public readonly cap!: pulumi.Output<Cap | undefined>;
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /**
         * Configuration of a `ray_service` endpoint. A change replaces the resource: whether the update call takes it is
         * disputed; see `update_config_in_place`. With another `type` a warning.
         */
        public readonly config!: pulumi.Output<EndpointConfig | undefined>;
        /** When it was made: `2023-05-30T12:24:30.401Z`. */
        public readonly createTime!: pulumi.Output<string | undefined>;
        /**
         * Id of a custom image: 32 to 36 letters, digits and `-`. A change replaces the resource: the update call does
         * not take it. Known to later SDKs only; not sent unless set.
         */
        public readonly customImageId!: pulumi.Output<string | undefined>;
        /** Description. More than 1024 characters are a warning. */
        public readonly description!: pulumi.Output<string | undefined>;
        /** The cloud's error code, if it has failed or is blocked. */
        public readonly errorCode!: pulumi.Output<string | undefined>;
        /** The cloud's reason, if it has failed or is blocked. */
        public readonly errorMsg!: pulumi.Output<string | undefined>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        public readonly extra!: pulumi.Output<{ [key: string]: any } | undefined>;
        /**
         * On deletion, also delete the job instances that still run on a Ray endpoint. Known to later documents only;
         * not sent unless set.
         */
        public readonly isDeleteAppInstance!: pulumi.Output<boolean | undefined>;
        /** Where it lives: base URL of the API, project and workspace. */
        public readonly location!: pulumi.Output<string>;
        /**
         * Where the logs of a Ray cluster go. A change replaces the resource: the update call does not take it. Later
         * SDKs lack it; with a `type` without Ray a warning.
         */
        public readonly logConfig!: pulumi.Output<LogConfig | undefined>;
        /**
         * Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the resource's logical
         * name and a suffix. Documented limit: not empty. More than 128 characters are a warning.
         */
        public readonly name!: pulumi.Output<string>;
        /** Who made it: `domain_name`, `domain_id`, `user_name` and `user_id`. */
        public readonly owner!: pulumi.Output<Owner | undefined>;
        /**
         * Access from the public network; the server's default is `False`. A change replaces the resource: the update
         * call does not take it. Known to later SDKs only; not sent unless set.
         */
        public readonly publicAccess!: pulumi.Output<boolean | undefined>;
        /** Nodes of the Ray cluster of a `ray` endpoint. Taking it away is a replacement; with another `type` a warning. */
        public readonly rayResource!: pulumi.Output<RayResource | undefined>;
        /** Reserved resources. Taking it, or a part of it, away is a replacement. */
        public readonly reservedResource!: pulumi.Output<ReservedResource | undefined>;
        /** `RELEASE` or `GRAY`. */
        public readonly runtimeEnvType!: pulumi.Output<string | undefined>;
        /** The cloud's own word for where it is in its life: `RUNNING`, `CREATE_FAILED`, ... */
        public readonly status!: pulumi.Output<string>;
        /** Token quota: `total`, `used` and `expire_time`. */
        public readonly tokensQuota!: pulumi.Output<TokensQuota | undefined>;
        /**
         * What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), `service`, `job` or
         * `sql`. Documented limit: not empty. A change replaces the resource: the update call does not take it.
         * `container_job` and `notebook` are known to later SDKs only.
         */
        public readonly type!: pulumi.Output<"inference" | "ray" | "ray_service" | "service" | "job" | "sql" | "container_job" | "notebook" | string>;
        /**
         * Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. The vendor's
         * documents disagree whether that works: an update that has not taken fails the run.
         */
        public readonly updateConfigInPlace!: pulumi.Output<boolean | undefined>;
        /** When it was last changed. */
        public readonly updateTime!: pulumi.Output<string | undefined>;
        /** The public `ApiInvoke` address, else the first; None until it is known. Calls need a token of `urls`. */
        public readonly url!: pulumi.Output<string | undefined>;
        /** All addresses, each with `name`, `address`, `type` and `token`; secret, for the tokens. */
        public readonly urls!: pulumi.Output<Url[] | undefined>;
        /** `PRIVATE` or `PUBLIC`. */
        public readonly visibility!: pulumi.Output<string | undefined>;
        /** Wait until the endpoint runs (the default); `False` returns once it is accepted. */
        public readonly waitUntilReady!: pulumi.Output<boolean | undefined>;
        /** Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings. */
        public readonly workspaceId!: pulumi.Output<string | undefined>;

        constructor(name: string, args: EndpointArgs, opts?: pulumi.CustomResourceOptions) {
            super("serving:huawei:Endpoint", name, { businessEngineInstanceIds: undefined, changedAt: undefined, createTime: undefined, errorCode: undefined, errorMsg: undefined, location: undefined, owner: undefined, runtimeEnvType: undefined, status: undefined, tokensQuota: undefined, updateTime: undefined, url: undefined, urls: undefined, visibility: undefined, ...args },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/huawei:Endpoint"}], "additionalSecretOutputs": ["urls"]}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Endpoint {
            return new Endpoint(name, {} as EndpointArgs, { ...opts, id });
        }
    }

    export interface WorkspaceArgs {
        /** What it is for. Documented limit: 0 to 255 characters. */
        description?: pulumi.Input<string>;
        /**
         * Enterprise project it belongs to; `0` is the account's default project. Documented limit: 1 to 64 characters.
         * A change replaces the resource: UpdateWorkspace does not take it.
         */
        enterpriseProjectId?: pulumi.Input<string>;
        /** Id of its metadata store (LakeFormation). */
        metastoreId?: pulumi.Input<string>;
        /**
         * Name of the workspace, unique in the project. Left out, it is the resource's logical name and a suffix.
         * Documented limit: not empty. Other than 4 to 32 letters, digits and hyphens is a warning.
         */
        name?: pulumi.Input<string>;
    }

    /** A workspace of Huawei Cloud DataArts Fabric: what endpoints live in. */
    export class Workspace extends pulumi.CustomResource {
        /** Address at which people open it. */
        public readonly accessUrl!: pulumi.Output<string | undefined>;
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /** Account that made it. */
        public readonly createDomainName!: pulumi.Output<string | undefined>;
        /** When it was made. */
        public readonly createTime!: pulumi.Output<string | undefined>;
        /** User who made it. */
        public readonly createUserName!: pulumi.Output<string | undefined>;
        /** What it is for. Documented limit: 0 to 255 characters. */
        public readonly description!: pulumi.Output<string | undefined>;
        /**
         * Enterprise project it belongs to; `0` is the account's default project. Documented limit: 1 to 64 characters.
         * A change replaces the resource: UpdateWorkspace does not take it.
         */
        public readonly enterpriseProjectId!: pulumi.Output<string | undefined>;
        /** Where it is: base URL of the API and project. */
        public readonly location!: pulumi.Output<string>;
        /** Id of its metadata store (LakeFormation). */
        public readonly metastoreId!: pulumi.Output<string | undefined>;
        /**
         * Name of the workspace, unique in the project. Left out, it is the resource's logical name and a suffix.
         * Documented limit: not empty. Other than 4 to 32 letters, digits and hyphens is a warning.
         */
        public readonly name!: pulumi.Output<string>;

        constructor(name: string, args: WorkspaceArgs = {}, opts?: pulumi.CustomResourceOptions) {
            super("serving:huawei:Workspace", name, { accessUrl: undefined, changedAt: undefined, createDomainName: undefined, createTime: undefined, createUserName: undefined, location: undefined, ...args },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/huawei:Workspace"}], "additionalSecretOutputs": []}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Workspace {
            return new Workspace(name, {} as WorkspaceArgs, { ...opts, id });
        }
    }

    export interface GetEndpointArgs {
        /** Id of the endpoint. */
        id: string;
        /** Its workspace, if it is not that of the settings. */
        workspaceId?: string;
    }

    export interface GetEndpointOutputArgs {
        /** Id of the endpoint. */
        id: pulumi.Input<string>;
        /** Its workspace, if it is not that of the settings. */
        workspaceId?: pulumi.Input<string>;
    }

    export interface GetEndpointFound {
        businessEngineInstanceIds: string[];
        caches: { [key: string]: any }[];
        cap: { [key: string]: any };
        createTime: string;
        customImageId: string;
        description: string;
        errorCode: string;
        errorMsg: string;
        id: string;
        name: string;
        owner: { [key: string]: any };
        rayResource: { [key: string]: any };
        reservedResource: { [key: string]: any };
        runtimeEnvType: string;
        status: string;
        tokensQuota: { [key: string]: any };
        type: string;
        updateTime: string;
        url: string;
        urls: AddressResult[];
        visibility: string;
    }

    /** Read one endpoint by its id (ShowEndpoint); a missing one is a ServingError. */
    export function getEndpoint(args: GetEndpointArgs, opts?: pulumi.InvokeOptions): Promise<GetEndpointFound> {
        return pulumi.runtime.invoke("serving:huawei:getEndpoint", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getEndpointOutput(
        args: GetEndpointOutputArgs, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetEndpointFound> {
        return pulumi.runtime.invokeOutput("serving:huawei:getEndpoint", args, opts ?? {});
    }

    export interface GetEndpointsArgs {
        /** Keeps the one of exactly this id. */
        endpointId?: string;
        /** Most endpoints to read, 1 to 100. */
        limit?: number;
        /** Keeps those of exactly this model. */
        modelId?: string;
        /** Keeps those whose name matches, loosely; it takes no dot and no space. */
        name?: string;
        /** Where to begin; it counts endpoints, not pages. */
        offset?: number;
        /** Keeps those of exactly this type. */
        type?: string;
        /**
         * Without it, the user's own; `PRIVATE`, made by the user; `PUBLIC`, all public ones, other users' included;
         * `ALL`, both.
         */
        visibility?: "PRIVATE" | "PUBLIC" | "ALL";
        /** Another workspace than that of the settings. */
        workspaceId?: string;
    }

    export interface GetEndpointsOutputArgs {
        /** Keeps the one of exactly this id. */
        endpointId?: pulumi.Input<string>;
        /** Most endpoints to read, 1 to 100. */
        limit?: pulumi.Input<number>;
        /** Keeps those of exactly this model. */
        modelId?: pulumi.Input<string>;
        /** Keeps those whose name matches, loosely; it takes no dot and no space. */
        name?: pulumi.Input<string>;
        /** Where to begin; it counts endpoints, not pages. */
        offset?: pulumi.Input<number>;
        /** Keeps those of exactly this type. */
        type?: pulumi.Input<string>;
        /**
         * Without it, the user's own; `PRIVATE`, made by the user; `PUBLIC`, all public ones, other users' included;
         * `ALL`, both.
         */
        visibility?: pulumi.Input<"PRIVATE" | "PUBLIC" | "ALL">;
        /** Another workspace than that of the settings. */
        workspaceId?: pulumi.Input<string>;
    }

    export interface GetEndpointsFound {
        endpoints: EndpointResult[];
        total: number;
    }

    /** Read the endpoints of the workspace (ListEndpoints): all of them, unless there is a ``limit``. */
    export function getEndpoints(args: GetEndpointsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetEndpointsFound> {
        return pulumi.runtime.invoke("serving:huawei:getEndpoints", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getEndpointsOutput(
        args: GetEndpointsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetEndpointsFound> {
        return pulumi.runtime.invokeOutput("serving:huawei:getEndpoints", args, opts ?? {});
    }

    export interface GetSpecsArgs {
        /** `ENDPOINT`, sizes for endpoints; `COMPUTE`, node sizes for buying Ray compute; without it, all. */
        scenario?: "ENDPOINT" | "COMPUTE";
        /** Keeps the one of exactly this code. */
        specCode?: string;
        /** Keeps those of these types. */
        specTypes?: ("APU" | "DPU" | "MU" | "RESOURCE_USAGE_UNIT" | "TOKENS_USAGE_UNIT")[];
    }

    export interface GetSpecsOutputArgs {
        /** `ENDPOINT`, sizes for endpoints; `COMPUTE`, node sizes for buying Ray compute; without it, all. */
        scenario?: pulumi.Input<"ENDPOINT" | "COMPUTE">;
        /** Keeps the one of exactly this code. */
        specCode?: pulumi.Input<string>;
        /** Keeps those of these types. */
        specTypes?: pulumi.Input<pulumi.Input<"APU" | "DPU" | "MU" | "RESOURCE_USAGE_UNIT" | "TOKENS_USAGE_UNIT">[]>;
    }

    export interface GetSpecsFound {
        specs: SpecResult[];
    }

    /** Read the specifications (ListSpecs): what a ``spec_code`` may be. */
    export function getSpecs(args: GetSpecsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetSpecsFound> {
        return pulumi.runtime.invoke("serving:huawei:getSpecs", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getSpecsOutput(
        args: GetSpecsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetSpecsFound> {
        return pulumi.runtime.invokeOutput("serving:huawei:getSpecs", args, opts ?? {});
    }

    export interface GetWorkspacesArgs {
        /** Keeps those of this enterprise project. */
        enterpriseProjectId?: string;
        /** Keeps the one of exactly this id. */
        id?: string;
        /** Keeps those whose name matches, loosely. */
        name?: string;
    }

    export interface GetWorkspacesOutputArgs {
        /** Keeps those of this enterprise project. */
        enterpriseProjectId?: pulumi.Input<string>;
        /** Keeps the one of exactly this id. */
        id?: pulumi.Input<string>;
        /** Keeps those whose name matches, loosely. */
        name?: pulumi.Input<string>;
    }

    export interface GetWorkspacesFound {
        workspaces: WorkspaceResult[];
    }

    /** Read all workspaces of the account (ListWorkspaces). */
    export function getWorkspaces(args: GetWorkspacesArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetWorkspacesFound> {
        return pulumi.runtime.invoke("serving:huawei:getWorkspaces", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getWorkspacesOutput(
        args: GetWorkspacesOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetWorkspacesFound> {
        return pulumi.runtime.invokeOutput("serving:huawei:getWorkspaces", args, opts ?? {});
    }
}

export namespace ppio {
    /**
     * An endpoint as a function returns it. Values of environment variables are left out, so that no function can
     * put one into a state or a log: ``env_keys`` has their names. ``command`` and ``entrypoint`` are as the API has
     * them. Workers come and go by themselves: ``worker_count`` has how many there are. List items lack ``type``.
     */
    export interface EndpointResult {
        appName: string;
        command: string;
        createdAt?: number;
        entrypoint: string;
        envKeys: string[];
        healthCheck: HealthCheckResult;
        id: string;
        image: string;
        memberId: string;
        name: string;
        ownerId: string;
        policy: PolicyResult;
        ports: number[];
        productId: string;
        regionId: string;
        registryAuthId: string;
        status: string;
        statusError: string;
        statusMessage: string;
        type: string;
        url: string;
        volumes: VolumeResult[];
        workerConfig: WorkerConfigResult;
        workerCount: number;
    }

    /** An environment variable of a worker. */
    export interface EnvArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Name; unique within the endpoint. Documented limit: not empty. */
        key: pulumi.Input<string>;
        /** Value, always a string. */
        value: pulumi.Input<string>;
    }

    /** An environment variable of a worker. */
    export interface Env {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Name; unique within the endpoint. Documented limit: not empty. */
        key: string;
        /** Value, always a string. */
        value: string;
    }

    /** The GPUs of a product: how many a worker may have (``min`` to ``max``), and how many are free. */
    export interface GpuResult {
        available?: number;
        max?: number;
        maxAvailable?: number;
        memoryGb?: number;
        min?: number;
        name: string;
        specId: string;
    }

    /**
     * How the platform tells that a worker serves. First asked after 10 s, then every 10 s; three failures restart
     * the container. A slow model load needs a path that answers early.
     */
    export interface HealthCheckArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Path of the worker's HTTP service, starting with `/`. */
        path?: pulumi.Input<string>;
        /** Port of it; one of `ports`. Documented limit: 1 to 65535. */
        port?: pulumi.Input<number>;
    }

    /**
     * How the platform tells that a worker serves. First asked after 10 s, then every 10 s; three failures restart
     * the container. A slow model load needs a path that answers early.
     */
    export interface HealthCheck {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Path of the worker's HTTP service, starting with `/`. */
        path?: string;
        /** Port of it; one of `ports`. Documented limit: 1 to 65535. */
        port?: number;
    }

    /** How a worker is checked. */
    export interface HealthCheckResult {
        path: string;
        port?: number;
    }

    /** A network volume: what the ``id`` of an endpoint's volume of type ``network`` names. */
    export interface NetworkVolumeResult {
        id: string;
        name: string;
        regionId: string;
        regionName: string;
        size?: number;
    }

    /** When an endpoint gets more workers. */
    export interface PolicyArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /**
         * `queue` scales by how long requests wait, `concurrency` by how many wait. `async` endpoints know `concurrency`
         * only (a warning).
         */
        type?: pulumi.Input<"queue" | "concurrency" | string>;
        /** Seconds with `queue`, number of requests with `concurrency`. */
        value?: pulumi.Input<number>;
    }

    /** When an endpoint gets more workers. */
    export interface Policy {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /**
         * `queue` scales by how long requests wait, `concurrency` by how many wait. `async` endpoints know `concurrency`
         * only (a warning).
         */
        type?: "queue" | "concurrency" | string;
        /** Seconds with `queue`, number of requests with `concurrency`. */
        value?: number;
    }

    /** When an endpoint gets more workers. */
    export interface PolicyResult {
        type: string;
        value?: number;
    }

    /** A price, in the price list's currency times ten to the power of the pricing's ``precision``. */
    export interface PriceResult {
        basePrice?: number;
        finalPrice?: number;
        unit: string;
    }

    /** The prices of a product. */
    export interface PricingResult {
        postpaid: PriceResult;
        precision?: number;
        spot: PriceResult;
    }

    /** A GPU product: what an endpoint's ``product_id`` names. */
    export interface ProductResult {
        billingMethods: string[];
        category: string;
        deployable?: boolean;
        description: string;
        id: string;
        inventoryState: string;
        name: string;
        pricing: PricingResult;
        regionIds: string[];
        resourceSpec: ResourceSpecResult;
        type: string;
    }

    /** What a region offers. */
    export interface RegionFeatureResult {
        instanceVpcNetwork?: boolean;
        networkVolume?: boolean;
    }

    /** A region: what an endpoint's ``region_id`` names. */
    export interface RegionResult {
        feature: RegionFeatureResult;
        gpus: string[];
        id: string;
        name: string;
    }

    /** Saved credentials: what an endpoint's ``registry_auth_id`` names. Their password is never read. */
    export interface RegistryAuthResult {
        id: string;
        name: string;
        username: string;
    }

    /** What a worker of a product is made of. */
    export interface ResourceSpecResult {
        cpu?: number;
        gpu: GpuResult;
        memoryGb?: number;
        rootfs: RootfsResult;
    }

    /** The system disks of a product, in GB. */
    export interface RootfsResult {
        freeGb?: number;
        maxGb?: number;
        minGb?: number;
    }

    /** A disk of a worker: local, or a network storage of the account. */
    export interface VolumeArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** Id of the network storage; left out for a local volume. */
        id?: pulumi.Input<string>;
        /** Absolute path at which the worker sees it. */
        mountPoint?: pulumi.Input<string>;
        /** Size of a local volume, in GB. A network storage has its own size. */
        size?: pulumi.Input<number>;
        /** A network storage, or a disk of the worker. */
        type?: pulumi.Input<"network" | "local" | string>;
    }

    /** A disk of a worker: local, or a network storage of the account. */
    export interface Volume {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** Id of the network storage; left out for a local volume. */
        id?: string;
        /** Absolute path at which the worker sees it. */
        mountPoint?: string;
        /** Size of a local volume, in GB. A network storage has its own size. */
        size?: number;
        /** A network storage, or a disk of the worker. */
        type?: "network" | "local" | string;
    }

    /** A disk of a worker. */
    export interface VolumeResult {
        id: string;
        mountPoint: string;
        size?: number;
        type: string;
    }

    /** How many workers an endpoint has, and what each is made of. */
    export interface WorkerConfigArgs {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** GPUs per worker. The product's own range is checked by the server. */
        gpuNum?: pulumi.Input<number>;
        /** Seconds that an idle worker is kept, and billed. */
        idleTimeout?: pulumi.Input<number>;
        /** Requests that one worker takes at a time. */
        maxConcurrentPerWorker?: pulumi.Input<number>;
        /** Most workers at a time. 0 stops the endpoint. Documented limit: 0 to 1000. */
        maxReplicas: pulumi.Input<number>;
        /**
         * Least CUDA version of the host, as text: "12.4". May not change in place: an update that does not take fails
         * and says so.
         */
        minCudaVersion?: pulumi.Input<string>;
        /** Workers kept at all times; 0 lets the endpoint sleep when idle. Documented limit: 0 or more. */
        minReplicas?: pulumi.Input<number>;
        /** Seconds that a request may wait in the queue and run. */
        requestTimeout?: pulumi.Input<number>;
        /** System disk of a worker, in GB. May not change in place: an update that does not take fails and says so. */
        rootfsSizeGb?: pulumi.Input<number>;
    }

    /** How many workers an endpoint has, and what each is made of. */
    export interface WorkerConfig {
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: { [key: string]: any };
        /** GPUs per worker. The product's own range is checked by the server. */
        gpuNum?: number;
        /** Seconds that an idle worker is kept, and billed. */
        idleTimeout?: number;
        /** Requests that one worker takes at a time. */
        maxConcurrentPerWorker?: number;
        /** Most workers at a time. 0 stops the endpoint. Documented limit: 0 to 1000. */
        maxReplicas: number;
        /**
         * Least CUDA version of the host, as text: "12.4". May not change in place: an update that does not take fails
         * and says so.
         */
        minCudaVersion?: string;
        /** Workers kept at all times; 0 lets the endpoint sleep when idle. Documented limit: 0 or more. */
        minReplicas?: number;
        /** Seconds that a request may wait in the queue and run. */
        requestTimeout?: number;
        /** System disk of a worker, in GB. May not change in place: an update that does not take fails and says so. */
        rootfsSizeGb?: number;
    }

    /** How many workers an endpoint has, and what each is made of. */
    export interface WorkerConfigResult {
        gpuNum?: number;
        idleTimeout?: number;
        maxConcurrentPerWorker?: number;
        maxReplicas?: number;
        minCudaVersion: string;
        minReplicas?: number;
        requestTimeout?: number;
        rootfsSizeGb?: number;
    }

    export interface EndpointArgs {
        /**
         * Application name, a part of the URL. The server's default is the id. Documented limit: 0 to 255 characters. A
         * change replaces the resource: the update call does not take it. Above 46 characters, or what can't stand in a
         * host name, is a warning.
         */
        appName?: pulumi.Input<string>;
        /** Start command of the container, one string. */
        command?: pulumi.Input<string>;
        /** Entrypoint of the container, one string. */
        entrypoint?: pulumi.Input<string>;
        /** Environment of each worker. */
        envs?: pulumi.Input<pulumi.Input<EnvArgs>[]>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        extra?: pulumi.Input<{ [key: string]: pulumi.Input<any> }>;
        /** How the platform tells that a worker serves. */
        healthCheck?: pulumi.Input<HealthCheckArgs>;
        /** Container image, with tag or digest. Documented limit: 1 to 500 characters. */
        image: pulumi.Input<string>;
        /**
         * Name of the endpoint. Left out, it is the resource's logical name and a suffix. Documented limit: 1 to 255
         * characters.
         */
        name?: pulumi.Input<string>;
        /** When the endpoint gets more workers. */
        policy?: pulumi.Input<PolicyArgs>;
        /** HTTP ports of each worker, each 1 to 65535. More than one is a warning: older pages and the console allow one. */
        ports?: pulumi.Input<pulumi.Input<number>[]>;
        /**
         * Serverless GPU product; see `get_products`. Documented limit: 1 to 255 characters. May not change in place: an
         * update that does not take fails and says so.
         */
        productId: pulumi.Input<string>;
        /**
         * Region; see `get_regions`. Needed with a network volume. May not change in place: an update that does not take
         * fails and says so.
         */
        regionId?: pulumi.Input<string>;
        /** Id of saved registry credentials; empty for none. Documented limit: 0 to 255 characters. */
        registryAuthId?: pulumi.Input<string>;
        /**
         * `sync` passes HTTP requests on, `async` takes jobs into a queue. Documented limit: not empty. A change
         * replaces the resource: the update call does not take it.
         */
        type: pulumi.Input<"sync" | "async" | string>;
        /** Disks of each worker. */
        volumes?: pulumi.Input<pulumi.Input<VolumeArgs>[]>;
        /** Wait until the endpoint serves (the default); `False` returns once it is accepted. */
        waitUntilReady?: pulumi.Input<boolean>;
        /** How many workers there are, and what each is made of. */
        workerConfig: pulumi.Input<WorkerConfigArgs>;
    }

    /** A serverless GPU endpoint of PPIO or Novita AI: a pool of workers that scales by itself. */
    export class Endpoint extends pulumi.CustomResource {
        /**
         * Application name, a part of the URL. The server's default is the id. Documented limit: 0 to 255 characters. A
         * change replaces the resource: the update call does not take it. Above 46 characters, or what can't stand in a
         * host name, is a warning.
         */
        public readonly appName!: pulumi.Output<string | undefined>;
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /** Start command of the container, one string. */
        public readonly command!: pulumi.Output<string | undefined>;
        /** When it was made, in Unix seconds. */
        public readonly createdAt!: pulumi.Output<number | undefined>;
        /** Entrypoint of the container, one string. */
        public readonly entrypoint!: pulumi.Output<string | undefined>;
        /** Environment of each worker. */
        public readonly envs!: pulumi.Output<Env[] | undefined>;
        /** What the API knows and this package does not: sent as it is, beside the rest. */
        public readonly extra!: pulumi.Output<{ [key: string]: any } | undefined>;
        /** How the platform tells that a worker serves. */
        public readonly healthCheck!: pulumi.Output<HealthCheck | undefined>;
        /** Container image, with tag or digest. Documented limit: 1 to 500 characters. */
        public readonly image!: pulumi.Output<string>;
        /** Base address for the jobs of an `async` endpoint, derived from its id and application name. */
        public readonly jobUrl!: pulumi.Output<string | undefined>;
        /** Base URL of the API at which it lives. */
        public readonly location!: pulumi.Output<string>;
        /** Team member who made it. */
        public readonly memberId!: pulumi.Output<string | undefined>;
        /**
         * Name of the endpoint. Left out, it is the resource's logical name and a suffix. Documented limit: 1 to 255
         * characters.
         */
        public readonly name!: pulumi.Output<string>;
        /** Account that owns it. */
        public readonly ownerId!: pulumi.Output<string | undefined>;
        /** When the endpoint gets more workers. */
        public readonly policy!: pulumi.Output<Policy | undefined>;
        /** HTTP ports of each worker, each 1 to 65535. More than one is a warning: older pages and the console allow one. */
        public readonly ports!: pulumi.Output<number[] | undefined>;
        /**
         * Serverless GPU product; see `get_products`. Documented limit: 1 to 255 characters. May not change in place: an
         * update that does not take fails and says so.
         */
        public readonly productId!: pulumi.Output<string>;
        /**
         * Region; see `get_regions`. Needed with a network volume. May not change in place: an update that does not take
         * fails and says so.
         */
        public readonly regionId!: pulumi.Output<string | undefined>;
        /** Id of saved registry credentials; empty for none. Documented limit: 0 to 255 characters. */
        public readonly registryAuthId!: pulumi.Output<string | undefined>;
        /** The cloud's own word for where the endpoint is in its life, in lower case. */
        public readonly status!: pulumi.Output<string>;
        /** The cloud's error code for the endpoint, if it failed. */
        public readonly statusError!: pulumi.Output<string | undefined>;
        /** The cloud's words on its status. */
        public readonly statusMessage!: pulumi.Output<string | undefined>;
        /**
         * `sync` passes HTTP requests on, `async` takes jobs into a queue. Documented limit: not empty. A change
         * replaces the resource: the update call does not take it.
         */
        public readonly type!: pulumi.Output<"sync" | "async" | string>;
        /** Address of a `sync` endpoint; None until it is known. Anybody who knows it can call it. */
        public readonly url!: pulumi.Output<string | undefined>;
        /** Disks of each worker. */
        public readonly volumes!: pulumi.Output<Volume[] | undefined>;
        /** Wait until the endpoint serves (the default); `False` returns once it is accepted. */
        public readonly waitUntilReady!: pulumi.Output<boolean | undefined>;
        /** How many workers there are, and what each is made of. */
        public readonly workerConfig!: pulumi.Output<WorkerConfig>;

        constructor(name: string, args: EndpointArgs, opts?: pulumi.CustomResourceOptions) {
            super("serving:ppio:Endpoint", name, { changedAt: undefined, createdAt: undefined, jobUrl: undefined, location: undefined, memberId: undefined, ownerId: undefined, status: undefined, statusError: undefined, statusMessage: undefined, url: undefined, ...args, envs: secret(args.envs) },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/ppio:Endpoint"}], "additionalSecretOutputs": ["envs"]}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Endpoint {
            return new Endpoint(name, {} as EndpointArgs, { ...opts, id });
        }
    }

    export interface NetworkVolumeArgs {
        /** Name of the volume. Left out, it is the resource's logical name and a suffix. Documented limit: not empty. */
        name?: pulumi.Input<string>;
        /**
         * Region; see `get_regions`. Endpoints that mount it must be there. Documented limit: not empty. A change
         * replaces the resource: a volume stays in its region; its data is lost.
         */
        regionId: pulumi.Input<string>;
        /**
         * Size in GB. Documented limit: 1 or more. It grows in place; whether it may shrink the server decides, and its
         * data is never replaced.
         */
        size: pulumi.Input<number>;
    }

    /**
     * A network volume of PPIO or Novita AI: a disk in a region that endpoints mount, and that outlives their
     * workers.
     */
    export class NetworkVolume extends pulumi.CustomResource {
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /** Base URL of the API at which it lives. */
        public readonly location!: pulumi.Output<string>;
        /** Name of the volume. Left out, it is the resource's logical name and a suffix. Documented limit: not empty. */
        public readonly name!: pulumi.Output<string>;
        /**
         * Region; see `get_regions`. Endpoints that mount it must be there. Documented limit: not empty. A change
         * replaces the resource: a volume stays in its region; its data is lost.
         */
        public readonly regionId!: pulumi.Output<string>;
        /** Name of its region. */
        public readonly regionName!: pulumi.Output<string | undefined>;
        /**
         * Size in GB. Documented limit: 1 or more. It grows in place; whether it may shrink the server decides, and its
         * data is never replaced.
         */
        public readonly size!: pulumi.Output<number>;

        constructor(name: string, args: NetworkVolumeArgs, opts?: pulumi.CustomResourceOptions) {
            super("serving:ppio:NetworkVolume", name, { changedAt: undefined, location: undefined, regionName: undefined, ...args },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/ppio:NetworkVolume"}], "additionalSecretOutputs": []}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NetworkVolume {
            return new NetworkVolume(name, {} as NetworkVolumeArgs, { ...opts, id });
        }
    }

    export interface RegistryAuthArgs {
        /**
         * Address of the registry: `registry.example.com`. Documented limit: not empty. A change replaces the resource:
         * the API has no call that changes saved credentials. No identity: several credentials may be for one registry.
         */
        name: pulumi.Input<string>;
        /**
         * Password or token of the user; secret by itself. Documented limit: not empty. A change replaces the resource:
         * the API has no call that changes saved credentials. Never read from the cloud, so one that was changed
         * elsewhere is not noticed.
         */
        password: pulumi.Input<string>;
        /**
         * User at the registry. Documented limit: not empty. A change replaces the resource: the API has no call that
         * changes saved credentials.
         */
        username: pulumi.Input<string>;
    }

    /** Credentials of a private image registry, saved with PPIO or Novita AI for endpoints to pull their image. */
    export class RegistryAuth extends pulumi.CustomResource {
        /** When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC. */
        public readonly changedAt!: pulumi.Output<string | undefined>;
        /** Base URL of the API at which it lives. */
        public readonly location!: pulumi.Output<string>;
        /**
         * Address of the registry: `registry.example.com`. Documented limit: not empty. A change replaces the resource:
         * the API has no call that changes saved credentials. No identity: several credentials may be for one registry.
         */
        public readonly name!: pulumi.Output<string>;
        /**
         * Password or token of the user; secret by itself. Documented limit: not empty. A change replaces the resource:
         * the API has no call that changes saved credentials. Never read from the cloud, so one that was changed
         * elsewhere is not noticed.
         */
        public readonly password!: pulumi.Output<string>;
        /**
         * User at the registry. Documented limit: not empty. A change replaces the resource: the API has no call that
         * changes saved credentials.
         */
        public readonly username!: pulumi.Output<string>;

        constructor(name: string, args: RegistryAuthArgs, opts?: pulumi.CustomResourceOptions) {
            super("serving:ppio:RegistryAuth", name, { changedAt: undefined, location: undefined, ...args, password: secret(args.password) },
                pulumi.mergeOptions({"aliases": [{"type": "pulumi-python:dynamic/serving/ppio:RegistryAuth"}], "additionalSecretOutputs": ["password"]}, opts));
        }

        /** Read an existing one by its id, without owning it. */
        public static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): RegistryAuth {
            return new RegistryAuth(name, {} as RegistryAuthArgs, { ...opts, id });
        }
    }

    export interface GetEndpointArgs {
        /** Id of the endpoint. */
        id: string;
    }

    export interface GetEndpointOutputArgs {
        /** Id of the endpoint. */
        id: pulumi.Input<string>;
    }

    export interface GetEndpointFound {
        appName: string;
        command: string;
        createdAt?: number;
        entrypoint: string;
        envKeys: string[];
        healthCheck: HealthCheckResult;
        id: string;
        image: string;
        memberId: string;
        name: string;
        ownerId: string;
        policy: PolicyResult;
        ports: number[];
        productId: string;
        regionId: string;
        registryAuthId: string;
        status: string;
        statusError: string;
        statusMessage: string;
        type: string;
        url: string;
        volumes: VolumeResult[];
        workerConfig: WorkerConfigResult;
        workerCount: number;
    }

    /** Read one endpoint by its id ("Get endpoint"); a missing one is a ServingError. */
    export function getEndpoint(args: GetEndpointArgs, opts?: pulumi.InvokeOptions): Promise<GetEndpointFound> {
        return pulumi.runtime.invoke("serving:ppio:getEndpoint", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getEndpointOutput(
        args: GetEndpointOutputArgs, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetEndpointFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getEndpoint", args, opts ?? {});
    }

    export interface GetEndpointsArgs {
        /** The API's search word, whose meaning it does not define (name or id, loosely). */
        keyword?: string;
        /** Keeps those that these team members made. */
        memberIds?: string[];
        /** Keeps those of exactly this name. */
        name?: string;
    }

    export interface GetEndpointsOutputArgs {
        /** The API's search word, whose meaning it does not define (name or id, loosely). */
        keyword?: pulumi.Input<string>;
        /** Keeps those that these team members made. */
        memberIds?: pulumi.Input<pulumi.Input<string>[]>;
        /** Keeps those of exactly this name. */
        name?: pulumi.Input<string>;
    }

    export interface GetEndpointsFound {
        endpoints: EndpointResult[];
    }

    /** Read all endpoints of the account, page by page ("List endpoints"). List items lack ``type``. */
    export function getEndpoints(args: GetEndpointsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetEndpointsFound> {
        return pulumi.runtime.invoke("serving:ppio:getEndpoints", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getEndpointsOutput(
        args: GetEndpointsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetEndpointsFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getEndpoints", args, opts ?? {});
    }

    export interface GetNetworkVolumesArgs {
        /** Keeps those of exactly this name. */
        name?: string;
        /** Keeps those of this region. */
        regionId?: string;
    }

    export interface GetNetworkVolumesOutputArgs {
        /** Keeps those of exactly this name. */
        name?: pulumi.Input<string>;
        /** Keeps those of this region. */
        regionId?: pulumi.Input<string>;
    }

    export interface GetNetworkVolumesFound {
        networkVolumes: NetworkVolumeResult[];
    }

    /** Read the network volumes of the account (``GET .../networkstorages/list``), page by page. */
    export function getNetworkVolumes(args: GetNetworkVolumesArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetNetworkVolumesFound> {
        return pulumi.runtime.invoke("serving:ppio:getNetworkVolumes", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getNetworkVolumesOutput(
        args: GetNetworkVolumesOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetNetworkVolumesFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getNetworkVolumes", args, opts ?? {});
    }

    export interface GetProductsArgs {
        /** Keeps those that are paid so. */
        billingMethod?: "postpaid" | "prepaid" | "spot";
        /** Category of the products; endpoints take `serverless`. */
        category?: "serverless" | "instance";
        /** Keeps those with so many cores. */
        cpu?: number;
        /** Keeps those with so much memory, in GB. */
        memoryGb?: number;
        /** Keeps those of these regions. */
        regionIds?: string[];
        /** Keeps those with such a system disk, in GB. */
        rootfsSize?: number;
        /** Type of the products. */
        type?: "gpu" | "cpu";
    }

    export interface GetProductsOutputArgs {
        /** Keeps those that are paid so. */
        billingMethod?: pulumi.Input<"postpaid" | "prepaid" | "spot">;
        /** Category of the products; endpoints take `serverless`. */
        category?: pulumi.Input<"serverless" | "instance">;
        /** Keeps those with so many cores. */
        cpu?: pulumi.Input<number>;
        /** Keeps those with so much memory, in GB. */
        memoryGb?: pulumi.Input<number>;
        /** Keeps those of these regions. */
        regionIds?: pulumi.Input<pulumi.Input<string>[]>;
        /** Keeps those with such a system disk, in GB. */
        rootfsSize?: pulumi.Input<number>;
        /** Type of the products. */
        type?: pulumi.Input<"gpu" | "cpu">;
    }

    export interface GetProductsFound {
        products: ProductResult[];
    }

    /** Read the products ("List products"); endpoints take those of category ``serverless``, the default. */
    export function getProducts(args: GetProductsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetProductsFound> {
        return pulumi.runtime.invoke("serving:ppio:getProducts", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getProductsOutput(
        args: GetProductsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetProductsFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getProducts", args, opts ?? {});
    }

    export interface GetRegionsArgs {
    }

    export interface GetRegionsOutputArgs {
    }

    export interface GetRegionsFound {
        regions: RegionResult[];
    }

    /** Read all regions ("List regions"). */
    export function getRegions(args: GetRegionsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetRegionsFound> {
        return pulumi.runtime.invoke("serving:ppio:getRegions", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getRegionsOutput(
        args: GetRegionsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetRegionsFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getRegions", args, opts ?? {});
    }

    export interface GetRegistryAuthsArgs {
        /** Keeps those for exactly this registry. */
        name?: string;
        /** Keeps those of this user. */
        username?: string;
    }

    export interface GetRegistryAuthsOutputArgs {
        /** Keeps those for exactly this registry. */
        name?: pulumi.Input<string>;
        /** Keeps those of this user. */
        username?: pulumi.Input<string>;
    }

    export interface GetRegistryAuthsFound {
        registryAuths: RegistryAuthResult[];
    }

    /**
     * Read the registry credentials of the account (``GET .../repository/auths``). Several may match. A key may lack
     * the permission to read them.
     */
    export function getRegistryAuths(args: GetRegistryAuthsArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetRegistryAuthsFound> {
        return pulumi.runtime.invoke("serving:ppio:getRegistryAuths", args, opts ?? {});
    }

    /** The same, of arguments that may be outputs. */
    export function getRegistryAuthsOutput(
        args: GetRegistryAuthsOutputArgs = {}, opts?: pulumi.InvokeOutputOptions
    ): pulumi.Output<GetRegistryAuthsFound> {
        return pulumi.runtime.invokeOutput("serving:ppio:getRegistryAuths", args, opts ?? {});
    }
}
