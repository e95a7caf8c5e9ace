// dispatch.h
//
// From a message to its handler: one table of methods, and the rules of the protocol that hold for
// all of them (before `initialize`, after `shutdown`, unknown methods, wrong parameters).

#pragma once

#include "protocol/rpc.h"
#include "server/session.h"

namespace krait::server {

void dispatch(Session& session, const protocol::Message& message);

}  // namespace krait::server
