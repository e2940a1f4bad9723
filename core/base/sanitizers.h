// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which sanitizer this is compiled with: g++ and clang each have a way to say it.
#pragma once

#ifdef __has_feature
#define VLE_HAS_FEATURE(feature) __has_feature(feature)
#else
#define VLE_HAS_FEATURE(feature) 0
#endif

#if defined(__SANITIZE_THREAD__) || VLE_HAS_FEATURE(thread_sanitizer)
#define VLE_SANITIZES_THREADS 1
#else
#define VLE_SANITIZES_THREADS 0
#endif

#if defined(__SANITIZE_ADDRESS__) || VLE_HAS_FEATURE(address_sanitizer)
#define VLE_SANITIZES_ADDRESSES 1
#else
#define VLE_SANITIZES_ADDRESSES 0
#endif
