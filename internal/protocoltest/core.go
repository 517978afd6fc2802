package protocoltest

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Core is a configured provider, as one Terraform run has it.
type Core struct {
	server     tfprotov6.ProviderServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// Start starts a provider without configuring it.
func Start(ctx context.Context, p provider.Provider) (*Core, error) {
	server := providerserver.NewProtocol6(p)()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	if err := Errors(schemas.Diagnostics); err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	if err := Errors(identities.Diagnostics); err != nil {
		return nil, err
	}
	return &Core{server: server, schemas: schemas, identities: identities.IdentitySchemas}, nil
}

// Restart starts another process of the same provider without configuring it. Like Terraform, it does not ask for the
// schemas a second time.
func (c *Core) Restart(p provider.Provider) *Core {
	again := *c
	again.server = providerserver.NewProtocol6(p)()
	return &again
}

// Configure validates the provider block and configures the provider with it.
func (c *Core) Configure(ctx context.Context, config Object) ([]*tfprotov6.Diagnostic, error) {
	typ := c.schemas.Provider.ValueType()
	block, err := dynamic(typ, config)
	if err != nil {
		return nil, err
	}
	checked, err := c.server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: block})
	if err != nil {
		return nil, err
	}
	if failed(checked.Diagnostics) {
		return checked.Diagnostics, nil
	}
	configured, err := c.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: block})
	if err != nil {
		return nil, err
	}
	return append(checked.Diagnostics, configured.Diagnostics...), nil
}

// Resource returns a resource that does not exist yet.
func (c *Core) Resource(typeName string) (*Resource, error) {
	schema, ok := c.schemas.ResourceSchemas[typeName]
	if !ok {
		return nil, fmt.Errorf("the provider has no resource %s", typeName)
	}
	typ, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return nil, fmt.Errorf("resource %s is not an object", typeName)
	}
	identityType, _ := c.identities[typeName].ValueType().(tftypes.Object)
	return &Resource{
		core: c, name: typeName, schema: schema, typ: typ, identityType: identityType,
		state: tftypes.NewValue(typ, nil), identity: tftypes.NewValue(identityType, nil),
	}, nil
}

// Errors returns the errors among diagnostics as one error, or nil if there are none.
func Errors(diags []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

// Warnings returns the warnings among diagnostics.
func Warnings(diags []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	var warnings []*tfprotov6.Diagnostic
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			warnings = append(warnings, d)
		}
	}
	return warnings
}

// failed reports whether there are errors among diagnostics.
func failed(diags []*tfprotov6.Diagnostic) bool { return Errors(diags) != nil }
