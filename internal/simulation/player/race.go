//go:build race

package player

const race = true
