// Endpoints of three clouds in TypeScript: one by itself, and a fleet with one wait for all.
//
// Before the first `pulumi up`: `npm install`, and the settings of docs/languages.md. `serving.ts` has the typed classes.

import * as pulumi from "@pulumi/pulumi";

import * as serving from "./serving";

const config = new pulumi.Config();

// A function reads the cloud while the program runs.
const products = serving.ppio.getProductsOutput({ category: "serverless" });

const llm = new serving.ppio.Endpoint("llm", {
    type: "sync",
    productId: products.products.apply(found => found[0].id),
    image: config.get("image") ?? "registry.example.com/llm:1.4",
    workerConfig: { minReplicas: 1, maxReplicas: 3, gpuNum: 1 },
    envs: [{ key: "MODEL", value: "llama" }], // secret by itself
}, { customTimeouts: { create: "40m" } });

const fleet = new serving.Fleet("team", {
    endpoints: {
        embedder: { cloud: "alibaba", serviceSpec: "llama_7b_fp16", replicas: 1 },
        chat: {
            cloud: "huawei",
            type: "inference",
            reservedResource: { mu: { specCode: "mu.llama3.8b", min: 0, max: config.getNumber("instances") ?? 1 } },
        },
    },
});

export const url = llm.url;
export const embedder = fleet.endpoints.apply(found => found.embedder.url);
export const token = fleet.tokens.apply(found => found.embedder); // secret
