package provider

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// providerModel is the provider block.
type providerModel struct {
	Endpoint       types.String `tfsdk:"endpoint"`
	Token          types.String `tfsdk:"token"`
	AppID          types.String `tfsdk:"app_id"`
	AccessKey      types.String `tfsdk:"access_key"`
	AllowHTTP      types.Bool   `tfsdk:"allow_http"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
}

// providerConfig is the provider block completed from the environment.
type providerConfig struct {
	endpoint, token, appID, accessKey string
	allowHTTP                         bool
	requestTimeout                    time.Duration
	maxRetries                        int
}

func (c providerConfig) client() yccall.Config {
	return yccall.Config{
		Endpoint:       c.endpoint,
		Token:          c.token,
		AppID:          c.appID,
		AccessKey:      c.accessKey,
		RequestTimeout: c.requestTimeout,
		MaxRetries:     c.maxRetries,
	}
}

// readProviderConfig takes the provider block and, where it is silent, the environment.
func readProviderConfig(ctx context.Context, config tfsdk.Config) (providerConfig, diag.Diagnostics) {
	var m providerModel
	diags := config.Get(ctx, &m)
	if diags.HasError() {
		return providerConfig{}, diags
	}
	c := providerConfig{requestTimeout: 60 * time.Second, maxRetries: 4}

	c.endpoint = orEnv(m.Endpoint, "endpoint", "YCCALL_ENDPOINT", &diags)
	c.token = orEnv(m.Token, "token", "YCCALL_TOKEN", &diags)
	c.appID = orEnv(m.AppID, "app_id", "YCCALL_APP_ID", &diags)
	c.accessKey = orEnv(m.AccessKey, "access_key", "YCCALL_ACCESS_KEY", &diags)
	// What the block says beats the environment: one way of authenticating that is written there
	// switches the other one off.
	switch {
	case !m.Token.IsNull():
		c.appID, c.accessKey = "", ""
	case !m.AppID.IsNull() || !m.AccessKey.IsNull():
		c.token = ""
	}

	switch {
	case !m.AllowHTTP.IsNull():
		c.allowHTTP = m.AllowHTTP.ValueBool()
		known(m.AllowHTTP.IsUnknown(), "allow_http", "YCCALL_ALLOW_HTTP", &diags)
	case os.Getenv("YCCALL_ALLOW_HTTP") != "":
		allow, err := strconv.ParseBool(os.Getenv("YCCALL_ALLOW_HTTP"))
		if err != nil {
			diags.AddAttributeError(path.Root("allow_http"), "Malformed YCCALL_ALLOW_HTTP",
				"The environment variable YCCALL_ALLOW_HTTP must be true or false.")
		}
		c.allowHTTP = allow
	}
	if known(m.RequestTimeout.IsUnknown(), "request_timeout", "", &diags) && !m.RequestTimeout.IsNull() {
		// The schema's validator has seen to it that it parses.
		c.requestTimeout, _ = time.ParseDuration(m.RequestTimeout.ValueString())
	}
	if known(m.MaxRetries.IsUnknown(), "max_retries", "", &diags) && !m.MaxRetries.IsNull() {
		c.maxRetries = int(m.MaxRetries.ValueInt64())
	}
	if !diags.HasError() {
		c.check(&diags)
	}
	return c, diags
}

// check refuses what is missing, and what contradicts itself.
func (c providerConfig) check(diags *diag.Diagnostics) {
	if c.endpoint == "" {
		diags.AddAttributeError(path.Root("endpoint"), "No endpoint",
			"The provider does not know where the Yccall platform is. Set endpoint in the provider block, or YCCALL_ENDPOINT.")
	}
	switch {
	case c.token != "" && (c.appID != "" || c.accessKey != ""):
		diags.Append(twoWays("Keep either YCCALL_TOKEN, or YCCALL_APP_ID and YCCALL_ACCESS_KEY."))
	case c.token != "":
	case c.appID == "" && c.accessKey == "":
		diags.AddAttributeError(path.Root("app_id"), "No credentials",
			"Set app_id and access_key in the provider block (or YCCALL_APP_ID and YCCALL_ACCESS_KEY) to log in with, "+
				"or token (or YCCALL_TOKEN) to use a ready token.")
	case c.appID == "":
		diags.AddAttributeError(path.Root("app_id"), "No application id",
			"An access key is set without the application id it belongs to. Set app_id, or YCCALL_APP_ID.")
	case c.accessKey == "":
		diags.AddAttributeError(path.Root("access_key"), "No access key",
			"An application id is set without its access key. Set access_key, or YCCALL_ACCESS_KEY.")
	}
	if u, err := url.Parse(c.endpoint); err == nil && strings.EqualFold(u.Scheme, "http") && !loopback(u.Hostname()) && !c.allowHTTP {
		diags.AddAttributeWarning(path.Root("endpoint"), "Credentials and phone numbers travel unencrypted",
			"The endpoint is plain http, so everybody on the way can read the access key, the token and all phone numbers. "+
				"Use https if the platform offers it; if this is accepted, say so with allow_http = true or YCCALL_ALLOW_HTTP=true.")
	}
}

// twoWays is the error for a token beside an application id or access key.
func twoWays(advice string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("app_id"), "Two ways to authenticate",
		"Both a token and an application id or access key are set, and it is not clear which is meant. "+advice)
}

// orEnv returns the block's value or, where it is null, the environment'c.
func orEnv(value types.String, attribute, env string, diags *diag.Diagnostics) string {
	if !known(value.IsUnknown(), attribute, env, diags) {
		return ""
	}
	if !value.IsNull() {
		return value.ValueString()
	}
	return os.Getenv(env)
}

// known adds an error for a provider attribute that is not known while planning.
func known(unknown bool, attribute, env string, diags *diag.Diagnostics) bool {
	if !unknown {
		return true
	}
	detail := fmt.Sprintf("The value of %s is not known yet, because it comes from something that this run has still to create. "+
		"Give it as a variable or a literal, or create what it comes from first (terraform apply -target=...).", attribute)
	if env != "" {
		detail += fmt.Sprintf(" It can also be left out and set with %s.", env)
	}
	diags.AddAttributeError(path.Root(attribute), "Provider configuration not known while planning", detail)
	return false
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
