//go:build race

package ways

// The race detector makes a schedule take several times as long.
const usualSeeds = 60
