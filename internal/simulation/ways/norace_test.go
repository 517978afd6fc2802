//go:build !race

package ways

const usualSeeds = 100
