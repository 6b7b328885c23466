// A native provider of the endpoints that the benchmarks make, as Pulumi's own framework for Go has one written:
// create, read and delete, and the wait for readiness inside of create. It is what ours is measured against.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
)

const path = "/gpus/v2/endpoints"

var errGone = errors.New("the endpoint is gone")

// Config is the stack's config: benchmark:baseUrl, benchmark:apiKey and benchmark:pollSeconds.
type Config struct {
	BaseURL     string  `pulumi:"baseUrl"`
	APIKey      string  `pulumi:"apiKey" provider:"secret"`
	PollSeconds float64 `pulumi:"pollSeconds"`
	client      *http.Client
}

// Configure makes the HTTP client that all operations share.
func (config *Config) Configure(context.Context) error {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64 // the default of two would connect anew for nearly each request
	config.client = &http.Client{Transport: transport, Timeout: time.Minute}
	return nil
}

func (config *Config) send(ctx context.Context, method, path string, body, answer any) error {
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, config.BaseURL+path, &sent)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+config.APIKey)
	request.Header.Set("Content-Type", "application/json")
	response, err := config.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return errGone
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// pause waits until the next poll, or until the engine cancels.
func (config *Config) pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(config.PollSeconds * float64(time.Second))):
		return nil
	}
}

// WorkerConfig is the size of an endpoint.
type WorkerConfig struct {
	MinReplicas int `pulumi:"min_replicas" json:"min_replicas"`
	MaxReplicas int `pulumi:"max_replicas" json:"max_replicas"`
	GPUNum      int `pulumi:"gpu_num" json:"gpu_num"`
}

// EndpointArgs are what the benchmarks' programs say of an endpoint.
type EndpointArgs struct {
	Name         string       `pulumi:"name" json:"name"`
	Type         string       `pulumi:"type" json:"type,omitempty"`
	ProductID    string       `pulumi:"product_id" json:"product_id"`
	Image        string       `pulumi:"image" json:"image"`
	WorkerConfig WorkerConfig `pulumi:"worker_config" json:"worker_config"`
}

// EndpointState is what is recorded.
type EndpointState struct {
	EndpointArgs
	URL    string `pulumi:"url"`
	Status string `pulumi:"status"`
}

// Endpoint is the resource benchmark:index:Endpoint.
type Endpoint struct{}

func (Endpoint) get(ctx context.Context, id string) (state EndpointState, err error) {
	config := infer.GetConfig[Config](ctx)
	var found struct {
		EndpointArgs
		URL    string `json:"url"`
		Status struct {
			Status string `json:"status"`
		} `json:"status"`
	}
	err = config.send(ctx, http.MethodGet, path+"/"+id, nil, &found)
	return EndpointState{found.EndpointArgs, found.URL, found.Status.Status}, err
}

// Create posts once and waits until the endpoint serves.
func (endpoint Endpoint) Create(
	ctx context.Context, request infer.CreateRequest[EndpointArgs],
) (made infer.CreateResponse[EndpointState], err error) {
	made.Output.EndpointArgs = request.Inputs
	if request.DryRun {
		return made, nil
	}
	config := infer.GetConfig[Config](ctx)
	var answer struct {
		ID string `json:"id"`
	}
	if err = config.send(ctx, http.MethodPost, path, request.Inputs, &answer); err != nil {
		return made, err
	}
	made.ID = answer.ID
	for {
		if made.Output, err = endpoint.get(ctx, made.ID); err != nil {
			return made, err
		}
		if made.Output.Status == "running" {
			return made, nil
		}
		if err = config.pause(ctx); err != nil {
			return made, err
		}
	}
}

// Read reports what is live.
func (endpoint Endpoint) Read(
	ctx context.Context, request infer.ReadRequest[EndpointArgs, EndpointState],
) (infer.ReadResponse[EndpointArgs, EndpointState], error) {
	state, err := endpoint.get(ctx, request.ID)
	if errors.Is(err, errGone) {
		return infer.ReadResponse[EndpointArgs, EndpointState]{}, nil
	}
	return infer.ReadResponse[EndpointArgs, EndpointState]{ID: request.ID, Inputs: state.EndpointArgs, State: state}, err
}

// Delete deletes and waits until the endpoint is gone.
func (endpoint Endpoint) Delete(
	ctx context.Context, request infer.DeleteRequest[EndpointState],
) (gone infer.DeleteResponse, err error) {
	config := infer.GetConfig[Config](ctx)
	err = config.send(ctx, http.MethodDelete, path+"/"+request.ID, nil, &struct{}{})
	for err == nil {
		if _, err = endpoint.get(ctx, request.ID); err == nil {
			err = config.pause(ctx)
		}
	}
	if errors.Is(err, errGone) {
		err = nil
	}
	return gone, err
}

func main() {
	provider, err := infer.NewProviderBuilder().
		WithNamespace("benchmark").
		WithConfig(infer.Config(&Config{})).
		WithResources(infer.Resource(Endpoint{})).
		Build()
	if err == nil {
		err = provider.Run(context.Background(), "benchmark", "0.1.0")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
