/**
 * The messages and services of the protocol, as the pinned client's own generated code has them: the double cannot drift from the client that it tests.
 * They are CommonJS; this is the one place that knows.
 */
import gossipServicePb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featuresServicePb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streamsServicePb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';

export const { StreamsService } = streamsServicePb;
export const { GossipService } = gossipServicePb;
export const { ServerFeaturesService } = featuresServicePb;
export const { BatchAppendResp, ReadReq, ReadResp } = streamsPb;
export const { ClusterInfo, EndPoint, MemberInfo } = gossipPb;
export const { SupportedMethod, SupportedMethods } = featuresPb;
export const { AllStreamPosition, MaximumAppendSizeExceeded, StreamIdentifier, Timeout, UUID, WrongExpectedVersion } = sharedPb;
export const { Status } = statusPb;
export const { Any } = anyPb;
export const { Timestamp } = timestampPb;
/** The empty message of Google. */
export const GoogleEmpty = emptyPb.Empty;

export type * as streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
export type * as shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
