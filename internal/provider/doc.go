// Package provider is Terraform's face of the Yccall platform: schemas, models, plans and
// diagnostics. What a campaign needs done it asks of package campaign; it makes no HTTP calls itself.
package provider
