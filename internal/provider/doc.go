// Package provider is Terraform's face of the Yccall platform: schemas, models, plans and
// diagnostics. What a campaign needs done it asks of package campaign; it sends no requests itself.
package provider
