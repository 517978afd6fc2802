package provider

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// block is a provider block: strings, ints and bools by attribute. What is left out is null.
type block map[string]any

// unknown is a value that is not known while planning.
const unknown = tftypes.UnknownValue

func (b block) config(t *testing.T) tfsdk.Config {
	t.Helper()
	var schema provider.SchemaResponse
	(&yccallProvider{}).Schema(t.Context(), provider.SchemaRequest{}, &schema)
	typ, ok := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the provider block is no object")
	}
	values := map[string]tftypes.Value{}
	for name, attributeType := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, b[name])
	}
	return tfsdk.Config{Schema: schema.Schema, Raw: tftypes.NewValue(typ, values)}
}

// summaries are the diagnostics in a few words: severity, attribute and summary.
func summaries(diags diag.Diagnostics) []string {
	texts := []string{}
	for _, d := range diags {
		at := ""
		if with, ok := d.(diag.DiagnosticWithPath); ok {
			at = with.Path().String() + ": "
		}
		texts = append(texts, d.Severity().String()+": "+at+d.Summary())
	}
	return texts
}

// TestSettingsComeFromTheBlockAndTheEnvironment is one table for everything about them, since
// environment variables cannot be set in parallel tests.
func TestSettingsComeFromTheBlockAndTheEnvironment(t *testing.T) {
	const (
		https = "https://yccall.example.com"
		token = "0123456789abcdef0123456789abcdef"
	)
	defaults := func(s providerConfig) providerConfig {
		s.requestTimeout, s.maxRetries = time.Minute, 4
		return s
	}
	unknownSetting := func(name string) string {
		return "Error: " + name + ": Provider configuration not known while planning"
	}
	const (
		twoWays  = "Error: app_id: Two ways to authenticate"
		plainWeb = "Warning: endpoint: Credentials and phone numbers travel unencrypted"
	)
	for name, test := range map[string]struct {
		block block
		env   map[string]string
		want  providerConfig // where there is no error
		diags []string
	}{
		"block, token":                {block: block{"endpoint": https, "token": token}, want: defaults(providerConfig{endpoint: https, token: token})},
		"block, log-in":               {block: block{"endpoint": https, "app_id": "a", "access_key": "k"}, want: defaults(providerConfig{endpoint: https, appID: "a", accessKey: "k"})},
		"block, everything else":      {block: block{"endpoint": https, "token": token, "allow_http": true, "request_timeout": "90s", "max_retries": 0}, want: providerConfig{endpoint: https, token: token, allowHTTP: true, requestTimeout: 90 * time.Second}},
		"environment, token":          {env: map[string]string{"YCCALL_ENDPOINT": https, "YCCALL_TOKEN": token}, want: defaults(providerConfig{endpoint: https, token: token})},
		"environment, log-in":         {env: map[string]string{"YCCALL_ENDPOINT": https, "YCCALL_APP_ID": "a", "YCCALL_ACCESS_KEY": "k", "YCCALL_ALLOW_HTTP": "1"}, want: defaults(providerConfig{endpoint: https, appID: "a", accessKey: "k", allowHTTP: true})},
		"block before environment":    {block: block{"endpoint": https, "token": "mine", "allow_http": false}, env: map[string]string{"YCCALL_ENDPOINT": "http://x", "YCCALL_TOKEN": token, "YCCALL_ALLOW_HTTP": "true"}, want: defaults(providerConfig{endpoint: https, token: "mine"})},
		"token in block beats log-in": {block: block{"endpoint": https, "token": token}, env: map[string]string{"YCCALL_APP_ID": "a", "YCCALL_ACCESS_KEY": "k"}, want: defaults(providerConfig{endpoint: https, token: token})},
		"log-in in block beats token": {block: block{"endpoint": https, "app_id": "a", "access_key": "k"}, env: map[string]string{"YCCALL_TOKEN": token}, want: defaults(providerConfig{endpoint: https, appID: "a", accessKey: "k"})},
		"log-in from both":            {block: block{"endpoint": https, "app_id": "a"}, env: map[string]string{"YCCALL_TOKEN": token, "YCCALL_ACCESS_KEY": "k"}, want: defaults(providerConfig{endpoint: https, appID: "a", accessKey: "k"})},
		"key in block, id from env":   {block: block{"endpoint": https, "access_key": "k"}, env: map[string]string{"YCCALL_TOKEN": token, "YCCALL_APP_ID": "a"}, want: defaults(providerConfig{endpoint: https, appID: "a", accessKey: "k"})},

		"nothing":                       {diags: []string{"Error: endpoint: No endpoint", "Error: app_id: No credentials"}},
		"no endpoint":                   {block: block{"token": token}, diags: []string{"Error: endpoint: No endpoint"}},
		"no credentials":                {block: block{"endpoint": https}, diags: []string{"Error: app_id: No credentials"}},
		"no key":                        {block: block{"endpoint": https, "app_id": "a"}, diags: []string{"Error: access_key: No access key"}},
		"no id":                         {block: block{"endpoint": https, "access_key": "k"}, diags: []string{"Error: app_id: No application id"}},
		"no id, environment":            {env: map[string]string{"YCCALL_ENDPOINT": https, "YCCALL_ACCESS_KEY": "k"}, diags: []string{"Error: app_id: No application id"}},
		"two ways, environment":         {env: map[string]string{"YCCALL_ENDPOINT": https, "YCCALL_TOKEN": token, "YCCALL_APP_ID": "a", "YCCALL_ACCESS_KEY": "k"}, diags: []string{twoWays}},
		"two ways, key only":            {env: map[string]string{"YCCALL_ENDPOINT": https, "YCCALL_TOKEN": token, "YCCALL_ACCESS_KEY": "k"}, diags: []string{twoWays}},
		"malformed YCCALL_ALLOW_HTTP":   {block: block{"endpoint": https, "token": token}, env: map[string]string{"YCCALL_ALLOW_HTTP": "yes please"}, diags: []string{"Error: allow_http: Malformed YCCALL_ALLOW_HTTP"}},
		"allow_http beats malformed":    {block: block{"endpoint": https, "token": token, "allow_http": true}, env: map[string]string{"YCCALL_ALLOW_HTTP": "yes please"}, want: defaults(providerConfig{endpoint: https, token: token, allowHTTP: true})},
		"unknown endpoint":              {block: block{"endpoint": unknown, "token": token}, env: map[string]string{"YCCALL_ENDPOINT": https}, diags: []string{unknownSetting("endpoint")}},
		"unknown token":                 {block: block{"endpoint": https, "token": unknown}, diags: []string{unknownSetting("token")}},
		"unknown log-in":                {block: block{"endpoint": https, "app_id": unknown, "access_key": unknown}, diags: []string{unknownSetting("app_id"), unknownSetting("access_key")}},
		"unknown allow_http":            {block: block{"endpoint": https, "token": token, "allow_http": unknown}, diags: []string{unknownSetting("allow_http")}},
		"unknown request_timeout":       {block: block{"endpoint": https, "token": token, "request_timeout": unknown}, diags: []string{unknownSetting("request_timeout")}},
		"unknown max_retries":           {block: block{"endpoint": https, "token": token, "max_retries": unknown}, diags: []string{unknownSetting("max_retries")}},
		"plain http":                    {block: block{"endpoint": "HTTP://yccall.example.com", "token": token}, want: defaults(providerConfig{endpoint: "HTTP://yccall.example.com", token: token}), diags: []string{plainWeb}},
		"plain http, not allowed":       {block: block{"endpoint": "http://192.0.2.1:8080", "token": token, "allow_http": false}, want: defaults(providerConfig{endpoint: "http://192.0.2.1:8080", token: token}), diags: []string{plainWeb}},
		"plain http, allowed":           {block: block{"endpoint": "http://yccall.example.com", "token": token, "allow_http": true}, want: defaults(providerConfig{endpoint: "http://yccall.example.com", token: token, allowHTTP: true})},
		"plain http, allowed by env":    {block: block{"endpoint": "http://yccall.example.com", "token": token}, env: map[string]string{"YCCALL_ALLOW_HTTP": "true"}, want: defaults(providerConfig{endpoint: "http://yccall.example.com", token: token, allowHTTP: true})},
		"plain http, not by env":        {block: block{"endpoint": "http://yccall.example.com", "token": token}, env: map[string]string{"YCCALL_ALLOW_HTTP": "false"}, want: defaults(providerConfig{endpoint: "http://yccall.example.com", token: token}), diags: []string{plainWeb}},
		"plain http to this machine":    {block: block{"endpoint": "http://localhost:8080", "token": token}, want: defaults(providerConfig{endpoint: "http://localhost:8080", token: token})},
		"plain http to this machine, 4": {block: block{"endpoint": "http://127.0.0.1:8080", "token": token}, want: defaults(providerConfig{endpoint: "http://127.0.0.1:8080", token: token})},
		"plain http to this machine, 6": {block: block{"endpoint": "http://[::1]:8080", "token": token}, want: defaults(providerConfig{endpoint: "http://[::1]:8080", token: token})},
		"plain http to a like name":     {block: block{"endpoint": "http://localhost.example.com", "token": token}, want: defaults(providerConfig{endpoint: "http://localhost.example.com", token: token}), diags: []string{plainWeb}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"YCCALL_ENDPOINT", "YCCALL_TOKEN", "YCCALL_APP_ID", "YCCALL_ACCESS_KEY", "YCCALL_ALLOW_HTTP"} {
				t.Setenv(variable, test.env[variable])
			}
			got, diags := readProviderConfig(t.Context(), test.block.config(t))
			if diff := cmp.Diff(append([]string{}, test.diags...), summaries(diags)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			for _, d := range diags {
				if strings.Contains(d.Detail(), token) {
					t.Errorf("the token is in a diagnostic: %s", d.Detail())
				}
			}
			if !diags.HasError() && got != test.want {
				t.Errorf("providerConfig are %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestBlockWithTwoWaysToAuthenticateIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block   block
		refused bool
	}{
		"nothing":       {block{}, false},
		"token":         {block{"token": "t"}, false},
		"log-in":        {block{"app_id": "a", "access_key": "k"}, false},
		"token and id":  {block{"token": "t", "app_id": "a"}, true},
		"token and key": {block{"token": "t", "access_key": "k"}, true},
		"not known yet": {block{"token": unknown, "app_id": unknown, "access_key": unknown}, false}, // as "terraform validate" sees variables
		"id not known":  {block{"token": "t", "app_id": unknown}, false},
		"token unknown": {block{"token": unknown, "app_id": "a", "access_key": "k"}, false},
		"all of them":   {block{"token": "t", "app_id": "a", "access_key": "k"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp provider.ValidateConfigResponse
			(&yccallProvider{}).ValidateConfig(t.Context(), provider.ValidateConfigRequest{Config: test.block.config(t)}, &resp)
			// It points at app_id, since a CLI shows the line it points at.
			if got := slices.Contains(summaries(resp.Diagnostics), "Error: app_id: Two ways to authenticate"); got != test.refused {
				t.Errorf("refused %v, want %v: %v", got, test.refused, summaries(resp.Diagnostics))
			}
		})
	}
}

func TestSettingsBecomeTheClientsConfiguration(t *testing.T) {
	t.Parallel()
	s := providerConfig{endpoint: "https://x", token: "t", appID: "a", accessKey: "k", allowHTTP: true, requestTimeout: time.Second, maxRetries: 7}
	want := yccall.Config{Endpoint: "https://x", Token: "t", AppID: "a", AccessKey: "k", RequestTimeout: time.Second, MaxRetries: 7}
	if diff := cmp.Diff(want, s.client()); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}
